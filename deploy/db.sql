-- First start of the database: the account of the application, which is no superuser and owns one database.
-- The superuser gets no password, so that it signs in inside the container only: docker compose exec db psql -U postgres
\getenv password POSTGRES_PASSWORD
CREATE ROLE cms LOGIN PASSWORD :'password';
CREATE DATABASE cms OWNER cms;
ALTER ROLE postgres PASSWORD NULL;
