-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "manager_id" TEXT,
    "region" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "absent_from" DATE,
    "absent_until" DATE,
    "password_hash" TEXT,
    "failed_logins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sector" TEXT,
    "year_established" INTEGER,
    "revenue_millions" DOUBLE PRECISION,
    "employees" INTEGER,
    "location" TEXT,
    "parent_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "billing" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "series" TEXT,
    "price_minor" BIGINT,
    "currency" TEXT,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "week" JSONB NOT NULL,
    "exceptions" JSONB NOT NULL,
    "known_until" DATE NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "bank_reference" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "received_on" DATE NOT NULL,
    "payer" TEXT,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("bank_reference")
);

-- CreateTable
CREATE TABLE "process" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "variant_hash" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "head_hash" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT,
    "owner_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "customer_name" TEXT,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "deal_id" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "snapshot" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "process_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "command_id" TEXT NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("process_id","seq")
);

-- CreateTable
CREATE TABLE "wait" (
    "id" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "waits_on" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "holder_id" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "next_what" TEXT,
    "next_who" JSONB,
    "subject" JSONB NOT NULL,
    "stage" TEXT NOT NULL,
    "customer_id" TEXT,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_version" INTEGER,

    CONSTRAINT "wait_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "key" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "wait_id" TEXT NOT NULL,
    "notice" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "message_id" TEXT NOT NULL,
    "recipient" TEXT,
    "subject" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "drop_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "decision_link" (
    "token_hash" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "actions" TEXT[],
    "document_hash" TEXT NOT NULL,
    "outbox_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "decision_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "app_user_manager_id_idx" ON "app_user"("manager_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_name_key" ON "customer"("name");

-- CreateIndex
CREATE UNIQUE INDEX "contact_customer_id_email_key" ON "contact"("customer_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "product_name_key" ON "product"("name");

-- CreateIndex
CREATE UNIQUE INDEX "document_number_version_key" ON "document"("number", "version");

-- CreateIndex
CREATE INDEX "receipt_plan_id_idx" ON "receipt"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "process_workflow_id_key" ON "process"("workflow_id");

-- CreateIndex
CREATE INDEX "process_kind_status_updated_at_id_idx" ON "process"("kind", "status", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_kind_opened_at_id_idx" ON "process"("kind", "opened_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_kind_updated_at_id_idx" ON "process"("kind", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_kind_amount_minor_id_idx" ON "process"("kind", "amount_minor" DESC, "id");

-- CreateIndex
CREATE INDEX "process_kind_next_at_id_idx" ON "process"("kind", "next_at", "id");

-- CreateIndex
CREATE INDEX "process_owner_id_kind_updated_at_id_idx" ON "process"("owner_id", "kind", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "process_deal_id_idx" ON "process"("deal_id");

-- CreateIndex
CREATE INDEX "process_customer_id_idx" ON "process"("customer_id");

-- CreateIndex
CREATE INDEX "event_process_id_command_id_idx" ON "event"("process_id", "command_id");

-- CreateIndex
CREATE INDEX "event_at_idx" ON "event"("at");

-- CreateIndex
CREATE INDEX "wait_holder_id_closed_at_opened_at_idx" ON "wait"("holder_id", "closed_at", "opened_at");

-- CreateIndex
CREATE INDEX "wait_process_id_idx" ON "wait"("process_id");

-- CreateIndex
CREATE INDEX "wait_closed_at_action_idx" ON "wait"("closed_at", "action");

-- CreateIndex
CREATE INDEX "wait_closed_at_due_at_idx" ON "wait"("closed_at", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_id_key" ON "outbox"("message_id");

-- CreateIndex
CREATE INDEX "outbox_process_id_created_at_idx" ON "outbox"("process_id", "created_at");

-- CreateIndex
CREATE INDEX "outbox_status_created_at_idx" ON "outbox"("status", "created_at");

-- CreateIndex
CREATE INDEX "decision_link_task_id_idx" ON "decision_link"("task_id");

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The record of what happened is append-only: no statement changes or removes a row of it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON "event"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
