#!/bin/sh
# Bring a backup back: restore.sh FOLDER. The database must have been provisioned and be empty; its superuser
# restores, since roles own what is in it. Files are added to those that are there: content never changes.
set -eu

from="$1"
(cd "$from" && sha256sum --check --quiet SHA256SUMS)
tables=$(psql --no-psqlrc --tuples-only --no-align --command \
	"SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
if [ "$tables" != 0 ]; then
	echo "the database is not empty: nothing was changed" >&2
	exit 1
fi
pg_restore --exit-on-error --single-transaction --dbname="${PGDATABASE:?}" "$from/database.dump"
tar --extract --file="$from/files.tar" --directory="${FILES_FOLDER:-/data/files}"
echo "restored $from"
