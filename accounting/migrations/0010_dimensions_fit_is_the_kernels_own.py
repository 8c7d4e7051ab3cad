"""A function of the kernel that believes its arguments is called by the kernel alone.

Whoever serves could ask it which dimension values another company has.
"""

from django.db import migrations

FORWARD = """
SET LOCAL ROLE erp_kernel;
REVOKE EXECUTE ON FUNCTION accounting_dimensions_fit(bigint, bigint, bigint, bigint[]) FROM PUBLIC;
RESET ROLE;
"""

BACKWARD = """
SET LOCAL ROLE erp_kernel;
GRANT EXECUTE ON FUNCTION accounting_dimensions_fit(bigint, bigint, bigint, bigint[]) TO PUBLIC;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0009_history_stays")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
