-- A copy of a database must not write to the real books: it holds no tokens, and nothing runs until
-- somebody connects it to a company of its own.
UPDATE connex_connection
   SET state = 'paused'
 WHERE state IN ('connected', 'reconnect');
UPDATE connex_token
   SET client_secret = NULL,
       webhook_verifier = NULL,
       access_token = NULL,
       access_expires_at = NULL,
       refresh_token = NULL,
       refresh_expires_at = NULL,
       refresh_ends_at = NULL,
       web_connector_password = NULL,
       web_connector_password_at = NULL,
       home = NULL,
       approval_nonce = NULL;
