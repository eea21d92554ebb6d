import type { Localised } from '../../../domain/variant.ts';
import type { Variant } from '../api/types.ts';

/** Phases that rules name themselves, beside the stages and nodes of variants. */
const phases: Readonly<Record<string, Localised>> = {
  awaiting: { en: 'Payment awaited', 'zh-CN': '等待付款' },
  collecting: { en: 'Being collected', 'zh-CN': '催收中' },
  overdue: { en: 'Overdue', 'zh-CN': '已逾期' },
  paid: { en: 'Paid', 'zh-CN': '已付清' },
  cancelled: { en: 'Cancelled', 'zh-CN': '已取消' },
  approved: { en: 'Approved', 'zh-CN': '已通过' },
  rejected: { en: 'Rejected', 'zh-CN': '已拒绝' },
  withdrawn: { en: 'Withdrawn', 'zh-CN': '已撤回' },
  draft: { en: 'Draft', 'zh-CN': '起草' },
  inReview: { en: 'In approval', 'zh-CN': '审批中' },
  signed: { en: 'Signed', 'zh-CN': '已签署' },
  amended: { en: 'Amended', 'zh-CN': '已变更' },
  effective: { en: 'In effect', 'zh-CN': '生效中' },
  expiring: { en: 'About to end', 'zh-CN': '即将到期' },
  expired: { en: 'Ended', 'zh-CN': '已到期' },
  void: { en: 'Void', 'zh-CN': '已作废' },
  finance: { en: 'With finance', 'zh-CN': '财务处理' },
  legal: { en: 'With legal', 'zh-CN': '法务处理' },
  creditHold: { en: 'On credit hold', 'zh-CN': '信用冻结' },
  inApproval: { en: 'In approval', 'zh-CN': '审批中' },
  revising: { en: 'To be revised', 'zh-CN': '待修改' },
  confirmed: { en: 'Confirmed', 'zh-CN': '已确认' },
  picking: { en: 'Being picked', 'zh-CN': '备货中' },
  shipping: { en: 'Being shipped', 'zh-CN': '发货中' },
  inTransit: { en: 'In transit', 'zh-CN': '运输中' },
  delivered: { en: 'Delivered', 'zh-CN': '已签收' },
  fulfilled: { en: 'Fulfilled', 'zh-CN': '已完成' },
  returned: { en: 'Returned', 'zh-CN': '已退货' },
  won: { en: 'Won', 'zh-CN': '赢单' },
  lost: { en: 'Lost', 'zh-CN': '输单' },
};

interface Defined {
  readonly stages?: Readonly<Record<string, { readonly title: Localised }>>;
  readonly nodes?: readonly { readonly name: string; readonly title: Localised }[];
}

/** The title of a stage, node or phase; its own name where nobody knows it any more. */
export function stageTitle(variants: readonly Variant[], stage: string): Localised {
  for (const { definition } of variants) {
    const { stages, nodes } = definition as Defined;
    const title = stages?.[stage]?.title ?? nodes?.find(({ name }) => name === stage)?.title;
    if (title) return title;
  }
  return phases[stage] ?? { en: stage, 'zh-CN': stage };
}
