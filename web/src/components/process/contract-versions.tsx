import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Flex, Form, Select, Upload } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { z } from 'zod';
import type { VersionsView } from '../../../../api/contracts/contracts.ts';
import type { WaitAction } from '../../../../domain/wait.ts';
import { apiUrl, get, postForm } from '../../api/client.ts';
import { useChange, useCommand } from '../../api/commands.ts';
import type { ProcessDetail } from '../../api/types.ts';
import { useTexts } from '../../i18n/locale.ts';
import { FailureNote, Nothing, PageLoading } from '../../layout/states.tsx';
import { Moment } from '../moment.tsx';
import { ContractComparison } from './contract-comparison.tsx';
import { contractTexts } from './contract-texts.ts';

type Versions = z.output<typeof VersionsView>;

const waitsTo = ({ waits }: ProcessDetail, action: WaitAction) => waits.some((wait) => wait.action === action);

/** The texts of a contract, version by version, and what was signed: to hand in, to read, and to compare. */
export function ContractVersions({ process }: { process: ProcessDetail }) {
  const t = useTexts(contractTexts);
  const path = `/contracts/${encodeURIComponent(process.id)}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['contract-versions', process.id],
    queryFn: () => get<Versions>(`${path}/versions`),
  });
  const command = useCommand(process);
  const add = useChange((file: File) => postForm(`${path}/versions`, { file, commandId: crypto.randomUUID() }));
  if (error) return <FailureNote error={error} retry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" wrap gap={8}>
        <h2 className="section-title">
          {t.versions} {data.number}
        </h2>
        {process.status === 'open' && (
          <Flex gap={8}>
            <Upload
              showUploadList={false}
              beforeUpload={(file) => {
                add.mutate(file);
                return false;
              }}
            >
              <Button size="small" loading={add.isPending}>
                {t.upload}
              </Button>
            </Upload>
            {waitsTo(process, 'contract.prepare') && data.versions.length > 0 && (
              <Button
                size="small"
                type="primary"
                loading={command.isPending}
                onClick={() => command.mutate({ type: 'submit' })}
              >
                {t.submit}
              </Button>
            )}
          </Flex>
        )}
      </Flex>
      {data.versions.length === 0 && <Nothing>{t.none}</Nothing>}
      <ul className="plain-list">
        {data.versions.map(({ version, documentId, fileName, author, at, note, isCurrent, isApproved }) => (
          <li key={version}>
            <Flex gap={8} wrap align="center">
              <b>{t.version(version)}</b>
              <a href={apiUrl(`/documents/${encodeURIComponent(documentId)}`)} download>
                {fileName}
              </a>
              <span className="quiet">
                {author.name} · <Moment at={at} /> {note && `· ${note}`}
              </span>
              {isCurrent && <span className="chip">{t.current}</span>}
              {isApproved && <span className="chip chip-good">{t.approved}</span>}
            </Flex>
          </li>
        ))}
      </ul>
      {data.versions.length > 1 && <Compare path={path} versions={data.versions.map(({ version }) => version)} />}
      <SignedCopies process={process} path={path} copies={data.signedCopies} />
    </Flex>
  );
}

function Compare({ path, versions }: { path: string; versions: readonly number[] }) {
  const t = useTexts(contractTexts);
  const [newest = 1, before = 1] = versions;
  const [[from, to], choose] = useState<readonly [number, number]>([before, newest]);
  const [shown, setShown] = useState(false);
  const options = versions.map((version) => ({ value: version, label: t.version(version) }));
  return (
    <div>
      <Flex gap={8} wrap>
        <Select
          aria-label={t.before}
          size="small"
          value={from}
          options={options}
          onChange={(next) => choose([next, to])}
        />
        <Select
          aria-label={t.after}
          size="small"
          value={to}
          options={options}
          onChange={(next) => choose([from, next])}
        />
        <Button size="small" onClick={() => setShown(!shown)} aria-expanded={shown}>
          {t.compare}
        </Button>
      </Flex>
      {shown && <ContractComparison path={path} from={Math.min(from, to)} to={Math.max(from, to)} />}
    </div>
  );
}

interface CopiesProps {
  readonly process: ProcessDetail;
  readonly path: string;
  readonly copies: Versions['signedCopies'];
}

function SignedCopies({ process, path, copies }: CopiesProps) {
  const t = useTexts(contractTexts);
  const command = useCommand(process);
  const [file, setFile] = useState<File>();
  const [form] = Form.useForm<{ signedOn: Dayjs }>();
  const add = useChange((signedOn: string) =>
    postForm(`${path}/signed-copies`, { file, signedOn, commandId: crypto.randomUUID() }),
  );
  const judge = (type: 'confirmSignedCopy' | 'refuseSignedCopy', sha256: string) =>
    command.mutate({ type, sha256, reason: type === 'confirmSignedCopy' ? t.confirm : t.refuse });
  return (
    <div>
      <h2 className="section-title">{t.signed}</h2>
      <ul className="plain-list">
        {copies.map(({ sha256, documentId, fileName, signedOn, status }) => (
          <li key={sha256}>
            <Flex gap={8} wrap align="center">
              <a href={apiUrl(`/documents/${encodeURIComponent(documentId)}`)} download>
                {fileName}
              </a>
              <span className="quiet">
                {t.signedOn} {signedOn}
              </span>
              <span className={status === 'toConfirm' ? 'chip chip-soon' : 'chip'}>{t[status]}</span>
              {status === 'toConfirm' && (
                <>
                  <Button size="small" onClick={() => judge('confirmSignedCopy', sha256)}>
                    {t.confirm}
                  </Button>
                  <Button size="small" danger onClick={() => judge('refuseSignedCopy', sha256)}>
                    {t.refuse}
                  </Button>
                </>
              )}
            </Flex>
          </li>
        ))}
      </ul>
      {waitsTo(process, 'contract.sign') && (
        <Form
          form={form}
          layout="inline"
          style={{ marginTop: 8, rowGap: 8 }}
          onFinish={({ signedOn }) => add.mutate(signedOn.format('YYYY-MM-DD'))}
        >
          <Form.Item name="signedOn" label={t.signedOn} rules={[{ required: true }]}>
            <DatePicker size="small" />
          </Form.Item>
          <Upload
            maxCount={1}
            beforeUpload={(chosen) => {
              setFile(chosen);
              return false;
            }}
          >
            <Button size="small">{t.choose}</Button>
          </Upload>
          <Button size="small" type="primary" htmlType="submit" disabled={!file} loading={add.isPending}>
            {t.fileSigned}
          </Button>
        </Form>
      )}
    </div>
  );
}
