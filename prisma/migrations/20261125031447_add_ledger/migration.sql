-- CreateTable
CREATE TABLE "ledger_entry" (
    "process_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "customer_id" TEXT,
    "item" TEXT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("process_id","seq","line")
);

-- CreateTable
CREATE TABLE "receivable" (
    "plan_id" TEXT NOT NULL,
    "instalment_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "customer_name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "deal_id" TEXT,
    "due_on" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "received_minor" BIGINT NOT NULL,
    "outstanding_minor" BIGINT NOT NULL,
    "settled_on" DATE,

    CONSTRAINT "receivable_pkey" PRIMARY KEY ("plan_id","instalment_id")
);

-- CreateIndex
CREATE INDEX "ledger_entry_account_currency_at_idx" ON "ledger_entry"("account", "currency", "at");

-- CreateIndex
CREATE INDEX "ledger_entry_customer_id_account_at_idx" ON "ledger_entry"("customer_id", "account", "at");

-- CreateIndex
CREATE INDEX "receivable_currency_outstanding_minor_due_on_idx" ON "receivable"("currency", "outstanding_minor", "due_on");

-- CreateIndex
CREATE INDEX "receivable_customer_id_due_on_idx" ON "receivable"("customer_id", "due_on");

-- CreateIndex
CREATE INDEX "receivable_reference_idx" ON "receivable"("reference");

-- CreateIndex
CREATE INDEX "receivable_deal_id_idx" ON "receivable"("deal_id");

-- The books are append-only, and the lines of one event add up to nothing in each currency, whoever writes them.
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON "ledger_entry"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "ledger_entry" l
    WHERE (l.process_id, l.seq) IN (SELECT i.process_id, i.seq FROM inserted i)
    GROUP BY l.process_id, l.seq, l.currency HAVING sum(l.amount_minor) <> 0
  ) THEN
    RAISE EXCEPTION 'The lines of an event must add up to nothing' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_balanced AFTER INSERT ON "ledger_entry"
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();
