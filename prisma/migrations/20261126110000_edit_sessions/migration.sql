-- Who has signed in to edit. A row is gone when the session has ended.
CREATE TABLE "edit_session" (
    "hash" BYTEA NOT NULL,
    "token" BYTEA,
    "identity" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "edit_session_pkey" PRIMARY KEY ("hash")
);
