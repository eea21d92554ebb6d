import { DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { useCommand } from '../../api/commands.ts';
import { useTexts } from '../../i18n/locale.ts';
import { PersonSelect } from '../person-select.tsx';
import type { AnswerProps } from './answer-props.ts';
import { commandTexts } from './command-texts.ts';
import { FormEnd } from './form-end.tsx';
import { waitTexts } from './texts.ts';

type Word = keyof (typeof commandTexts)['en'];

/** One thing a command asks for. */
interface Ask {
  readonly name: string;
  readonly label: Word;
  readonly as: 'line' | 'words' | 'day' | 'person' | readonly string[];
  readonly isOptional?: boolean;
}

/** A command whose form is nothing but its fields. */
export interface SimpleCommand {
  readonly type: string;
  /** What the button says. */
  readonly label: Word;
  readonly asks: readonly Ask[];
  /** What the wait itself says. */
  readonly given: (wait: AnswerProps['wait']) => Readonly<Record<string, unknown>>;
}

type Written = Readonly<Record<string, string | Dayjs | undefined>>;

/** The form of a simple command. */
export function CommandForm({ wait, close, command: spec }: AnswerProps & { command: SimpleCommand }) {
  const t = useTexts(commandTexts);
  const words = useTexts(waitTexts);
  const command = useCommand(wait.process, { quiet: true });
  const send = (written: Written) => {
    const fields = Object.entries(written).flatMap(([name, value]) => {
      if (value === undefined || value === null || value === '') return [];
      return [[name, typeof value === 'string' ? value : value.format('YYYY-MM-DD')]];
    });
    command.mutate({ type: spec.type, ...spec.given(wait), ...Object.fromEntries(fields) }, { onSuccess: close });
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={send}>
      {spec.asks.map(({ name, label, as, isOptional = false }) => (
        <Form.Item
          key={name}
          name={name}
          label={isOptional ? `${t[label]} (${words.optional})` : t[label]}
          rules={isOptional ? [] : [{ required: true, message: t.missing }]}
        >
          {inputFor(as, t)}
        </Form.Item>
      ))}
      <FormEnd submit={t[spec.label]} sending={command.isPending} failure={command.error} close={close} />
    </Form>
  );
}

function inputFor(as: Ask['as'], t: (typeof commandTexts)['en']): ReactNode {
  switch (as) {
    case 'line':
      return <Input maxLength={200} />;
    case 'words':
      return <Input.TextArea rows={2} maxLength={1_000} />;
    case 'day':
      return <DatePicker />;
    case 'person':
      return <PersonSelect />;
    default:
      return <Select options={as.map((value) => ({ value, label: t[value as Word] ?? value }))} />;
  }
}
