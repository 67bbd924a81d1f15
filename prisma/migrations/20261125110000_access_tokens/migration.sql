-- Tokens that administrators add: several may bear one name (an old and a new one of the same desk), they expire, and revoked ones stay listed.
DROP INDEX "access_token_name_key";

ALTER TABLE "access_token"
  ADD COLUMN "id" TEXT,
  ADD COLUMN "created_by" TEXT NOT NULL DEFAULT 'the service',
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "revoked_at" TIMESTAMPTZ(3);

-- What names a token in public: the beginning of its hash, from which nobody comes back to the token.
UPDATE "access_token" SET "id" = left(encode("hash", 'hex'), 8);

ALTER TABLE "access_token" ALTER COLUMN "id" SET NOT NULL, ALTER COLUMN "created_by" DROP DEFAULT;

CREATE UNIQUE INDEX "access_token_id_key" ON "access_token"("id");
