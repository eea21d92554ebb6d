-- CreateTable
CREATE TABLE "letter" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "contact_name" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "outbox_key" TEXT NOT NULL,
    "notice" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "plan_ids" TEXT[],
    "lines" JSONB NOT NULL,
    "subject" TEXT,
    "html" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "letter_outbox_key_key" ON "letter"("outbox_key");

-- CreateIndex
CREATE INDEX "letter_customer_id_created_at_id_idx" ON "letter"("customer_id", "created_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_email_day_key" ON "letter"("email", "day");
