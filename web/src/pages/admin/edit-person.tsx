import { Alert, DatePicker, Form, Input, Modal, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type Role, roles } from '../../../../domain/people.ts';
import { patch } from '../../api/client.ts';
import { useChange } from '../../api/commands.ts';
import type { User } from '../../api/types.ts';
import { failureText } from '../../components/failure.ts';
import { PersonSelect } from '../../components/person-select.tsx';
import { useLocale, useTexts } from '../../i18n/locale.ts';
import { roleName } from './role-name.ts';
import { adminTexts } from './texts.ts';

interface Written {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly managerId?: string;
  readonly region?: string;
  readonly active: boolean;
  readonly absence?: readonly [Dayjs, Dayjs | null] | null;
}

/** Changes what a person may do, whom they report to, and when they are away. For admins. */
export function EditPerson({ user, close }: { user: User; close: () => void }) {
  const t = useTexts(adminTexts);
  const locale = useLocale();
  const [form] = Form.useForm<Written>();
  const change = useChange((changes: object) => patch<User>(`/users/${encodeURIComponent(user.id)}`, changes), {
    quiet: true,
  });
  const save = ({ absence, managerId, region, ...facts }: Written) =>
    change.mutate(
      {
        ...facts,
        managerId: managerId ?? null,
        region: region?.trim() || null,
        absence: absence
          ? { from: absence[0].format('YYYY-MM-DD'), until: absence[1]?.format('YYYY-MM-DD') ?? null }
          : null,
      },
      { onSuccess: close },
    );
  const { name, roles: held, managerId, region, active, absence } = user;
  const initialValues = {
    name,
    roles: held,
    managerId: managerId ?? undefined,
    region,
    active,
    absence: absence ? [dayjs(absence.from), absence.until ? dayjs(absence.until) : null] : null,
  };
  return (
    <Modal
      open
      title={`${t.edit}: ${user.name}`}
      okText={t.save}
      okButtonProps={{ loading: change.isPending }}
      onOk={form.submit}
      onCancel={close}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save} initialValues={initialValues}>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="roles" label={t.roles} rules={[{ required: true }]}>
          <Select mode="multiple" options={roles.map((role) => ({ value: role, label: roleName(role, t) }))} />
        </Form.Item>
        <Form.Item name="managerId" label={t.manager}>
          <PersonSelect allowClear />
        </Form.Item>
        <Form.Item name="region" label={t.region}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="absence" label={t.absence}>
          <DatePicker.RangePicker allowEmpty={[false, true]} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="active" label={t.active} valuePropName="checked">
          <Switch />
        </Form.Item>
        {change.error && <Alert type="error" showIcon title={failureText(change.error, locale)} />}
      </Form>
    </Modal>
  );
}
