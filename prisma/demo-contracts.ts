import { addDays, type LocalDate } from '../domain/calendar.ts';
import type { ContractRequest } from '../domain/contract/model.ts';

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });
const standalone = { submit: false, origin: null, dealId: null, orderId: null, planId: null, amends: null } as const;

interface DemoContract {
  readonly code: string;
  readonly request: (today: LocalDate) => ContractRequest;
  /** Its versions in order, each as paragraphs of a Word document, with what its author noted. */
  readonly versions: readonly { readonly note: string; readonly paragraphs: readonly string[] }[];
  /** Whether it has been approved, and signed so many days ago. */
  readonly signedDaysAgo: number | null;
}

const pumpClauses = (delivery: string, payment: string, warranty: string) => [
  '泵站巡检终端采购合同',
  '第一条 标的：巡检终端 Pro 二十台，含安装调试及操作培训。',
  `第二条 交货：${delivery}`,
  `第三条 付款：${payment}`,
  `第四条 质保：${warranty}`,
  '第五条 争议解决：因本合同引起的争议，由卖方所在地人民法院管辖。',
];

/** A contract with two versions that is being approved, and one in force that ends within the month. */
export const demoContracts: readonly DemoContract[] = [
  {
    code: 'DEMO07',
    request: () => ({
      ...standalone,
      type: 'sale',
      title: '泵站巡检终端采购',
      customer: { id: 'cu-jiangnan', name: '江南食品股份' },
      amount: cny(376_000),
      terms: [
        { label: '预付款', percent: 30, dueDays: 10, from: 'signed' },
        { label: '到货款', percent: 60, dueDays: 30, from: 'delivered' },
        { label: '质保金', percent: 10, dueDays: 365, from: 'accepted' },
      ],
      owner: 'chenjie',
    }),
    versions: [
      {
        note: '初稿',
        paragraphs: pumpClauses('合同签订后三十日内交货。', '合同签订后十日内支付全款。', '自验收合格之日起质保一年。'),
      },
      {
        note: '按客户意见调整付款方式与质保期',
        paragraphs: [
          ...pumpClauses(
            '合同签订后四十五日内交货。',
            '预付 30%，到货付 60%，质保期满付 10%。',
            '自验收合格之日起质保两年。',
          ),
          '第六条 保密：双方对合作中知悉的对方商业秘密负有保密义务。',
        ],
      },
    ],
    signedDaysAgo: null,
  },
  {
    code: 'DEMO08',
    request: (today) => ({
      ...standalone,
      type: 'sale',
      title: '年度运维服务',
      customer: { id: 'cu-yunhai', name: '云海软件' },
      amount: cny(120_000),
      term: { from: addDays(today, -342), until: addDays(today, 23), months: 12, autoRenew: false, noticeDays: 30 },
      terms: [],
      owner: 'lina',
    }),
    versions: [
      {
        note: '定稿',
        paragraphs: [
          '年度运维服务合同',
          '第一条 服务内容：平台日常运维与季度巡检。',
          '第二条 服务期限：一年，到期前三十日协商续签。',
        ],
      },
    ],
    signedDaysAgo: 340,
  },
];
