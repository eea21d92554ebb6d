import type { Localised } from '../../../domain/variant.ts';
import { useLocale } from '../i18n/locale.ts';

const kindNames: Readonly<Record<string, Localised>> = {
  lead: { en: 'Lead', 'zh-CN': '线索' },
  opportunity: { en: 'Deal', 'zh-CN': '商机' },
  quote: { en: 'Quote', 'zh-CN': '报价' },
  approval: { en: 'Approval', 'zh-CN': '审批' },
  contract: { en: 'Contract', 'zh-CN': '合同' },
  order: { en: 'Order', 'zh-CN': '订单' },
  paymentPlan: { en: 'Payment plan', 'zh-CN': '回款计划' },
  receipt: { en: 'Receipt', 'zh-CN': '收款' },
  incident: { en: 'Incident', 'zh-CN': '系统故障' },
  invoice: { en: 'Invoice', 'zh-CN': '发票' },
};

/** Names kinds of process as people call them. */
export function useKindName(): (kind: string) => string {
  const locale = useLocale();
  return (kind) => kindNames[kind]?.[locale] ?? kind;
}
