-- The roles of the site and how long each may keep PostgreSQL busy. Read by script/install as postgres; may be read again.
-- Commands run as cms, which owns everything; the two services sign in under roles of their own (PGUSER in their units).
SELECT 'CREATE ROLE cms LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cms') \gexec
SELECT format('CREATE ROLE %I LOGIN IN ROLE cms', name) FROM unnest(ARRAY['cms_readers', 'cms_desk']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
-- A proof of a backup and a restore make databases of their own.
ALTER ROLE cms CREATEDB;
-- One forgotten transaction must not keep everybody waiting, whoever forgot it.
ALTER ROLE cms SET idle_in_transaction_session_timeout = '1h';
ALTER ROLE cms_readers SET statement_timeout = '5s';
-- Who only reads waits for a table alone that is being rebuilt or was forgotten; nginx has a copy meanwhile.
ALTER ROLE cms_readers SET lock_timeout = '500ms';
ALTER ROLE cms_readers SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE cms_desk SET statement_timeout = '30s';
ALTER ROLE cms_desk SET lock_timeout = '2s';
ALTER ROLE cms_desk SET idle_in_transaction_session_timeout = '30s';
-- What either of them makes belongs to cms, as if a command had made it.
ALTER ROLE cms_readers SET role = 'cms';
ALTER ROLE cms_desk SET role = 'cms';
