"""Print SQL that makes two roles of PostgreSQL: the owner of tables and the one that the running system uses."""

from django.core.management.base import BaseCommand, CommandError

from opora.foundation.audit.selectors.tables import CHANGES, append_only_tables

SQL = """\
-- Spusťte jako správce serveru v databázi Opory. Opakované spuštění neškodí. Hesla nastavíte příkazem \\password.
BEGIN;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{owner}') THEN CREATE ROLE "{owner}" LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{app}') THEN CREATE ROLE "{app}" LOGIN; END IF;
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO "{owner}", "{app}"', current_database());
END $$;
ALTER ROLE "{app}" NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, "{app}";
GRANT USAGE, CREATE ON SCHEMA public TO "{owner}";
GRANT USAGE ON SCHEMA public TO "{app}";
DO $$ DECLARE name text; BEGIN  -- tabulky starší instalace dostane vlastník
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE public.%I OWNER TO "{owner}"', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{app}";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{app}";
ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{app}";
ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "{app}";
DO $$ DECLARE name text; BEGIN  -- záznam se jen přidává a čte; u nových tabulek to zařídí migrate
  FOREACH name IN ARRAY ARRAY[{tables}] LOOP
    IF to_regclass('public.' || name) IS NOT NULL THEN
      EXECUTE format('REVOKE {changes} ON public.%I FROM PUBLIC, "{app}"', name);
    END IF;
  END LOOP;
END $$;
COMMIT;
"""


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Vypíše SQL, které v PostgreSQL založí role: vlastníka tabulek a roli běžícího systému."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--owner", default="opora_owner", help="vlastník tabulek, spouští migrate")
        parser.add_argument("--app", default="opora_app", help="role, pod kterou systém běží")

    def handle(self, *args, owner: str, app: str, **options) -> None:
        for name in (owner, app):
            if not name.isidentifier() or not name.isascii():
                raise CommandError(f"Jméno role smí mít jen písmena bez diakritiky, číslice a podtržítko, ne „{name}“.")
        if owner == app:
            raise CommandError("Vlastník tabulek a role běžícího systému musejí být dvě různé role.")
        tables = ", ".join(f"'{name}'" for name in append_only_tables())
        self.stdout.write(SQL.format(owner=owner, app=app, tables=tables, changes=", ".join(CHANGES)))
