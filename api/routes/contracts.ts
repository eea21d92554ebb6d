import { randomUUID } from 'node:crypto';
import type { ContractCommand, ContractFile, ContractRequest } from '../../domain/contract/model.ts';
import { signedCopyNumber } from '../../domain/contract/signing.ts';
import { takeBackNumber } from '../../prisma/contract-numbers.ts';
import { makeContract, partyOf } from '../../prisma/new-contract.ts';
import type { Caller } from '../auth/caller.ts';
import {
  CompareQuery,
  ComparisonView,
  ContractCommandInput,
  ContractListQuery,
  ContractPage,
  ContractParams,
  ExpiryCalendar,
  ExpiryQuery,
  NewContract,
  SignedCopyForm,
  VersionForm,
  VersionsView,
} from '../contracts/contracts.ts';
import { LiveQuery, ProcessView } from '../contracts/processes.ts';
import { compareDocuments } from '../documents/compare.ts';
import { recordVersion, type Versioned, withdrawVersion } from '../documents/file-version.ts';
import { receiveUpload, type Upload } from '../documents/upload.ts';
import { type Answer, ok } from '../http/answer.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { contractState, expiryCalendar, listContracts, versionsView } from '../processes/contracts.ts';
import { processDetail } from '../processes/detail.ts';
import { type FoundProcess, findProcess } from '../processes/find.ts';
import { customerRef, open, requireActive, requireDeal } from '../processes/open.ts';
import { beginningAnswers, commandAnswers } from './kind.ts';

const tag = 'Contracts';
const path = '/contracts';

/** Contracts from their first draft to their last day, with every version of their text. */
export function contractRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readRoutes(dependencies),
    ...versionRoutes(dependencies),
    openRoute(dependencies),
    commandRoute(dependencies),
    ...uploadRoutes(dependencies),
  ];
}

function readRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path,
      tag,
      summary: 'List contracts',
      description:
        'The contracts the caller may see, page by page. `stage` is where one stands: draft, inReview, approved, signed, effective, expiring, expired, amended or void. Pass `next` as `cursor` with the same filters.',
      query: ContractListQuery,
      answers: { 200: { description: 'A page.', schema: ContractPage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, query }) => ok(await listContracts(dependencies, caller, query)),
    }),
    endpoint({
      method: 'get',
      path: `${path}/expiries`,
      tag,
      summary: 'What ends in a month',
      description: 'Contracts in force by the day they end, and by the last day on which their end can be decided.',
      query: ExpiryQuery,
      answers: { 200: { description: 'The days on which something ends.', schema: ExpiryCalendar } },
      handle: async ({ caller, query }) => ok(await expiryCalendar(prisma, caller, query)),
    }),
    endpoint({
      method: 'get',
      path: `${path}/{id}`,
      tag,
      summary: 'Read a contract',
      description:
        'With its state, what it waits for in both languages, and the rest of its deal. The path of a running approval is under /approvals/{id}, named by `state.reviews`; its history under /processes/{id}/events.',
      params: ContractParams,
      query: LiveQuery,
      answers: { 200: { description: 'The contract.', schema: ProcessView } },
      problems: ['UNAVAILABLE'],
      handle: async ({ caller, params, query }) =>
        ok(await processDetail(dependencies, caller, params.id, { kind: 'contract', live: query.live === '1' })),
    }),
  ];
}

function versionRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: `${path}/{id}/versions`,
      tag,
      summary: 'Versions of a contract',
      description:
        'Every version with its author, note and SHA-256, the newest first, and every signed copy beside the hash that was approved. Download any under /documents/{documentId}.',
      params: ContractParams,
      answers: { 200: { description: 'All of them.', schema: VersionsView } },
      handle: async ({ caller, params }) => {
        await findProcess(prisma, caller, params.id, 'contract');
        return ok(await versionsView(prisma, params.id));
      },
    }),
    endpoint({
      method: 'get',
      path: `${path}/{id}/compare`,
      tag,
      summary: 'Compare two versions',
      description:
        'Their texts side by side, paragraph by paragraph and word by word, and as one unified text. A scan has no text: NO_TEXT.',
      params: ContractParams,
      query: CompareQuery,
      answers: { 200: { description: 'The comparison.', schema: ComparisonView } },
      problems: ['NO_TEXT', 'FILE_ENCRYPTED', 'FILE_DAMAGED', 'TEXT_LIMIT'],
      handle: async ({ caller, params, query }) => {
        await findProcess(prisma, caller, params.id, 'contract');
        const { number } = await contractState(prisma, params.id);
        const version = async (wanted: number) => {
          const found = await prisma.document.findUnique({ where: { number_version: { number, version: wanted } } });
          if (!found) throw new Problem('NOT_FOUND', `${number} has no version ${wanted}`);
          return found;
        };
        const [before, after] = [await version(query.from), await version(query.to)];
        const { rows, unified } = await compareDocuments(dependencies, before, after);
        const ref = (of: { version: number; sha256: string }) => ({ version: of.version, sha256: of.sha256 });
        return ok({ from: ref(before), to: ref(after), rows, unified });
      },
    }),
  ];
}

function openRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma, config, now } = dependencies;
  return endpoint({
    method: 'post',
    path,
    tag,
    summary: 'Begin a contract',
    description:
      'Gives it the next number and, unless told otherwise, draws a first version up. The same `commandId` (or `Idempotency-Key`) of the same person always names the same contract and number.',
    roles: ['sales', 'manager', 'sales-ops', 'legal', 'admin'],
    body: NewContract,
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['PERSON_UNAVAILABLE', 'UNKNOWN_REFERENCE', 'FIELDS_MISSING', 'UNAVAILABLE'],
    handle: async ({ body, caller, request }) => {
      const { commandId: _id, variant: named, customerId, drawUp, parties, term, ...facts } = body;
      const owner = body.owner ?? caller.id;
      return await open(dependencies, caller, {
        kind: 'contract',
        path,
        commandId: commandIdOf(body, request),
        variant: named,
        facts: { type: body.type, amount: body.amount },
        input: async ({ id, variant }) => {
          if (body.submit && !drawUp) {
            throw new Problem('FIELDS_MISSING', 'A contract without a text cannot be approved; hand its text in first');
          }
          await requireActive(prisma, owner, 'owner');
          if (body.dealId !== null) await requireDeal(prisma, caller, body.dealId);
          const asked: ContractRequest = {
            ...facts,
            owner,
            customer: await customerRef(prisma, customerId, 'customerId'),
            origin: null,
            planId: null,
            amends: null,
            ...(parties ? { parties } : {}),
            ...(term ? { term } : {}),
          };
          const company = partyOf(config.company);
          const zone = config.timeZone;
          return await makeContract(prisma, {
            processId: id,
            request: asked,
            variant,
            company,
            now: now(),
            zone,
            withText: drawUp,
          });
        },
        refused: (id) => takeBackNumber(prisma, id, new Date(now())),
      });
    },
  });
}

const commandProblems = [
  'COMMAND_ID_TAKEN',
  'STALE_VERSION',
  'CLOSED',
  'ILLEGAL_NOW',
  'NOT_ALLOWED',
  'UNAVAILABLE',
  'PROCESS_NOT_RUNNING',
] as const;

function commandRoute(dependencies: CommandDependencies): Endpoint {
  const hash = '8927605bb4cc8b6811631017089af509f274ecf46ebb99bc64cf6e3830ba53dd';
  return endpoint({
    method: 'post',
    path: `${path}/{id}/commands`,
    tag,
    summary: 'Give a contract a command',
    description:
      'Answered once it is on record. For its owner, managers, legal, sales ops and admins. A signed copy is confirmed by legal or an admin, and never by whoever filed it; an approved contract is declared void by legal, a manager or an admin.',
    params: ContractParams,
    body: ContractCommandInput,
    bodyExamples: {
      edit: { summary: 'Change a draft', value: { type: 'edit', changes: { title: 'Frame contract for pumps 2027' } } },
      submit: { summary: 'Have it approved', value: { type: 'submit' } },
      confirmSignedCopy: {
        summary: 'The scan is what was approved',
        value: { type: 'confirmSignedCopy', sha256: hash, reason: 'Compared page by page with version 2.' },
      },
      refuseSignedCopy: {
        summary: 'The scan is something else',
        value: { type: 'refuseSignedCopy', sha256: hash, reason: 'Page 3 is missing.' },
      },
      renew: { summary: 'Renew', value: { type: 'renew', until: '2028-12-31' } },
      letExpire: { summary: 'End on the last day', value: { type: 'letExpire', reason: 'The line is given up.' } },
      amend: {
        summary: 'Amend',
        value: {
          type: 'amend',
          changes: { amount: { minor: 52_000_000, currency: 'CNY' } },
          reason: 'Two more pumps were agreed.',
        },
      },
      void: { summary: 'Declare void', value: { type: 'void', reason: 'The customer has withdrawn.' } },
      changeOwner: { summary: 'Give it to somebody else', value: { type: 'changeOwner', to: 'chen.jie' } },
    },
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      ...commandProblems,
      'FIELDS_MISSING',
      'REASON_REQUIRED',
      'ALREADY_DECIDED',
      'NOT_HOLDER',
      'PERSON_UNAVAILABLE',
    ],
    handle: async ({ params, body, caller, request }) => {
      const contract = await findProcess(dependencies.prisma, caller, params.id, 'contract');
      const { commandId: _given, expectedVersion, ...command } = body;
      return await giveCommand(dependencies, caller, contract, {
        commandId: commandIdOf(body, request),
        expectedVersion,
        command: command satisfies ContractCommand,
      });
    },
  });
}

function uploadRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma, documents } = dependencies;
  const common = {
    method: 'post',
    tag,
    params: ContractParams,
    takesIdempotencyKey: true,
    answers: commandAnswers,
  } as const;
  return [
    endpoint({
      ...common,
      path: `${path}/{id}/versions`,
      summary: 'Hand in a version',
      description:
        'A form with a Word document, a PDF or a text of at most 50 MB in the field `file`. What a file is and what is in it is looked at, not its name. During an approval everything decided so far becomes void, and the approvers are told.',
      form: VersionForm,
      problems: [...commandProblems],
      handle: async ({ params, caller, request }) => {
        const contract = await findProcess(prisma, caller, params.id, 'contract');
        const upload = await receiveUpload(request, documents, VersionForm);
        const { number, title } = await contractState(prisma, contract.id);
        return await fileVersion(dependencies, caller, upload, {
          versioned: { number, title, processId: contract.id },
          contract,
          commandId: commandIdOf(upload.fields, request) ?? randomUUID(),
          command: (file) => ({ type: 'addVersion', file, ...noteOf(upload) }),
        });
      },
    }),
    endpoint({
      ...common,
      path: `${path}/{id}/signed-copies`,
      summary: 'File a signed copy',
      description:
        'A form with the file and the day of signature. The very bytes that were approved make the contract signed; any other copy, such as a scan, is first compared by somebody of legal.',
      form: SignedCopyForm,
      problems: [...commandProblems, 'NO_APPROVER'],
      handle: async ({ params, caller, request }) => {
        const contract = await findProcess(prisma, caller, params.id, 'contract');
        const upload = await receiveUpload(request, documents, SignedCopyForm);
        const { number, title } = await contractState(prisma, contract.id);
        const { signedOn } = upload.fields;
        return await fileVersion(dependencies, caller, upload, {
          versioned: { number: signedCopyNumber(number), title, processId: contract.id },
          contract,
          commandId: commandIdOf(upload.fields, request) ?? randomUUID(),
          command: (file) => ({ type: 'fileSignedCopy', file, signedOn, ...noteOf(upload) }),
        });
      },
    }),
  ];
}

function noteOf({ fields }: Upload<{ note?: string | undefined }>): { note?: string } {
  return fields.note === undefined ? {} : { note: fields.note };
}

interface Filing {
  readonly versioned: Versioned;
  readonly contract: FoundProcess;
  readonly commandId: string;
  readonly command: (file: ContractFile) => ContractCommand;
}

/** Puts an uploaded file on record and has the contract take it; one that is refused is taken back. */
async function fileVersion(
  dependencies: CommandDependencies,
  caller: Caller,
  upload: Upload<unknown>,
  { versioned, contract, commandId, command }: Filing,
): Promise<Answer> {
  const { prisma } = dependencies;
  const file = await recordVersion(prisma, caller, versioned, upload, commandId);
  try {
    return await giveCommand(dependencies, caller, contract, { commandId, command: command(file) });
  } catch (error) {
    // What is out of reach now may still take it; only a refusal is final.
    if (error instanceof Problem && error.status < 500) await withdrawVersion(prisma, file);
    throw error;
  }
}
