-- CreateTable
CREATE TABLE "webhook" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "kinds" TEXT[],
    "events" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'active',
    "paused_for" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_message" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "last_error" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "user_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "waits" INTEGER NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("user_id","day")
);

-- CreateTable
CREATE TABLE "digest_link" (
    "user_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,

    CONSTRAINT "digest_link_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "bounce" (
    "id" TEXT NOT NULL,
    "outbox_key" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "diagnostic" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "bounce_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bad_address" (
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "outbox_key" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bad_address_pkey" PRIMARY KEY ("address")
);

-- CreateIndex
CREATE INDEX "webhook_message_process_id_seq_idx" ON "webhook_message"("process_id", "seq");

-- CreateIndex
CREATE INDEX "webhook_message_webhook_id_status_id_idx" ON "webhook_message"("webhook_id", "status", "id");

-- CreateIndex
CREATE INDEX "webhook_message_webhook_id_id_idx" ON "webhook_message"("webhook_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_message_webhook_id_process_id_seq_key" ON "webhook_message"("webhook_id", "process_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "digest_link_token_key" ON "digest_link"("token");

-- CreateIndex
CREATE INDEX "bounce_outbox_key_idx" ON "bounce"("outbox_key");
