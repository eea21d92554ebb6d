import { localTime } from '../../domain/calendar.ts';
import { dayText } from '../../domain/moment.ts';
import { formatMoney } from '../../domain/money.ts';
import { actionLabel, type Reader, waitSentence } from '../../domain/sentence.ts';
import type { Wait } from '../../domain/wait.ts';
import type { Letter, List } from '../mail/letter.ts';

/** Everything that waits for a person: what is overdue first, each with what happens next by itself. */
export function digestLetter(
  waits: readonly Wait[],
  count: number,
  { recipient, reader, publicUrl }: { recipient: string; reader: Reader; publicUrl: string },
): Letter {
  const { locale, now, calendar } = reader;
  const zh = locale === 'zh-CN';
  const overdue = waits.filter(({ dueAt }) => dueAt !== null && dueAt < now);
  const others = waits.filter((wait) => !overdue.includes(wait));
  const day = dayText(localTime(calendar, now).date, reader);
  const late =
    overdue.length > 0 ? (zh ? `，其中${overdue.length}项已逾期` : `, ${overdue.length} of them overdue`) : '';
  const things = count === 1 ? 'thing waits' : 'things wait';
  const left = count - waits.length;
  return {
    subject: zh ? `${day}待办：${count}项${late}` : `${day}: ${count} ${things} for you${late}`,
    greeting: zh ? `${recipient}，您好：` : `Hello ${recipient},`,
    opening: [zh ? `今天有${count}项事务等待您处理${late}。` : `${count} ${things} for you today${late}.`],
    lists: [
      ...(overdue.length > 0 ? [listOf(overdue, zh ? '已逾期：' : 'Overdue:', reader)] : []),
      ...(others.length > 0 ? [listOf(others, zh ? '待处理：' : 'To do:', reader)] : []),
    ],
    closing: left > 0 ? [zh ? `另有${left}项，请在系统中查看。` : `${left} more are in the product.`] : [],
    links: [{ label: zh ? '打开我的工作台' : 'Open my work', url: `${publicUrl}/` }],
    footer: zh
      ? '本邮件由 Fairway 在每个工作日自动发送，可在个人设置中关闭或通过邮件客户端退订；审批等通知不受影响。'
      : 'Sent by Fairway on each working day. Switch it off in your settings, or unsubscribe in your mail reader; requests for decisions come all the same.',
  };
}

function listOf(waits: readonly Wait[], heading: string, reader: Reader): List {
  const zh = reader.locale === 'zh-CN';
  const items = waits.map((wait) => ({
    what: `${actionLabel(wait.action, reader.locale)} ${wait.subject.number} ${wait.subject.title}`,
    figure: wait.subject.amount ? formatMoney(wait.subject.amount) : '',
    remark: waitSentence(wait, reader),
  }));
  return { heading, items, total: zh ? ['合计', `${waits.length}项`] : ['Together', String(waits.length)] };
}
