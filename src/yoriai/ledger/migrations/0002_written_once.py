"""The database itself refuses to change a fact; only the actor may be forgotten."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
CREATE TRIGGER ledger_event_write_once BEFORE UPDATE ON ledger_event
WHEN NOT (
  NEW.actor_id IS NULL AND NEW.id IS OLD.id AND NEW.kind IS OLD.kind
  AND NEW.organisation_id IS OLD.organisation_id AND NEW.theme IS OLD.theme AND NEW.subject IS OLD.subject
  AND NEW.facts IS OLD.facts AND NEW.occurred_at IS OLD.occurred_at
)
BEGIN SELECT RAISE(ABORT, 'ledger rows are written once; only the actor may be forgotten'); END;
"""

POSTGRESQL = """
CREATE FUNCTION ledger_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
     AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'ledger rows are written once; only the actor may be forgotten';
END $$;
CREATE TRIGGER ledger_event_guard BEFORE UPDATE OR DELETE ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION ledger_event_guard();
CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_event_guard();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for statement in SQLITE.split("END;"):
        if statement.strip():
            schema_editor.execute(statement + "END", params=None)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER ledger_event_guard ON ledger_event", params=None)
        schema_editor.execute("DROP TRIGGER ledger_event_no_truncate ON ledger_event", params=None)
        schema_editor.execute("DROP FUNCTION ledger_event_guard()", params=None)
        return
    schema_editor.execute("DROP TRIGGER ledger_event_no_delete", params=None)
    schema_editor.execute("DROP TRIGGER ledger_event_write_once", params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, release)]
