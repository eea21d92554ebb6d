import { texts } from '../i18n/locale.ts';

export const commonTexts = texts({
  en: {
    chooseCustomer: 'Choose a customer',
    choosePerson: 'Choose a person',
    more: 'Show more',
    title: 'Title',
    waitsFor: 'Waits for',
    nextAt: 'Next by itself',
    nothing: 'Nothing here. Try other filters.',
    open: 'Open',
    closed: 'Ended',
    all: 'All',
    search: 'Part of the title or number',
    status: 'State',
  },
  'zh-CN': {
    chooseCustomer: '请选择客户',
    choosePerson: '请选择人员',
    more: '显示更多',
    title: '标题',
    waitsFor: '等待',
    nextAt: '之后自动',
    nothing: '暂无内容，可调整筛选条件。',
    open: '进行中',
    closed: '已结束',
    all: '全部',
    search: '标题或编号的一部分',
    status: '状态',
  },
});
