import { texts } from '../../i18n/locale.ts';

export const taskTexts = texts({
  en: {
    status: 'State',
    decidedAt: 'Decided',
    comment: 'Comment',
    ACTIVE: 'Deciding',
    QUEUED: 'Comes later',
    WAITING: 'Others first',
    APPROVED_PENDING: 'Approved, others after',
    SENT_BACK: 'Sent back',
    APPROVED: 'Approved',
    REJECTED: 'Rejected',
    CANCELLED: 'Cancelled',
    CANCELLED_BY_SIBLING: 'No longer needed',
    VOID: 'Void',
  },
  'zh-CN': {
    status: '状态',
    decidedAt: '审批时间',
    comment: '意见',
    ACTIVE: '审批中',
    QUEUED: '待轮到',
    WAITING: '待他人先处理',
    APPROVED_PENDING: '已同意，待后加签',
    SENT_BACK: '已退回',
    APPROVED: '已同意',
    REJECTED: '已拒绝',
    CANCELLED: '已取消',
    CANCELLED_BY_SIBLING: '无需再审',
    VOID: '已作废',
  },
});
