import { texts } from '../../i18n/locale.ts';

export const workTexts = texts({
  en: {
    title: 'My work',
    open: 'waiting for me',
    overdue: 'overdue',
    money: 'about',
    late: 'Overdue',
    today: 'Due within a day',
    later: 'Later',
    undated: 'Without a deadline',
    nothing: 'Nothing waits for you. What comes next is told here by itself.',
    all: 'All',
    comingTitle: 'What happens by itself next',
    comingNothing: 'Nothing is scheduled.',
  },
  'zh-CN': {
    title: '工作台',
    open: '项待我处理',
    overdue: '项已逾期',
    money: '涉及',
    late: '已逾期',
    today: '一天内到期',
    later: '之后到期',
    undated: '无期限',
    nothing: '当前没有待您处理的事项，有新事项时会出现在这里。',
    all: '全部',
    comingTitle: '接下来会自动发生',
    comingNothing: '没有安排任何自动处理。',
  },
});
