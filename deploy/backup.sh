#!/bin/sh
# Backup of everything that must not be lost: the database, read by erp_backup (which row security does not
# bind), then the files. Files only ever arrive, so that those copied after the database hold all that it names.
# The PG... variables of libpq say where the database is. What is half done is called .part.
set -eu

into="${BACKUP_FOLDER:-/backups}/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$into.part"
pg_dump --format=custom --file="$into.part/database.dump"
tar --create --file="$into.part/files.tar" --directory="${FILES_FOLDER:-/data/files}" --exclude=./incoming .
(cd "$into.part" && sha256sum database.dump files.tar >SHA256SUMS)
mv "$into.part" "$into"
echo "$into"
