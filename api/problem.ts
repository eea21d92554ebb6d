import type { FileRefusalCode } from '../documents/refusal.ts';
import type { Locale } from '../domain/effects.ts';
import type { Rejection, RejectionCode } from '../domain/errors.ts';
import { rejectionText } from '../domain/sentence.ts';
import type { Localised } from '../domain/variant.ts';

/** Status of each refusal by the rules: bad input 422, not allowed 403, unknown 404, illegal now or too late 409. */
const rejectionStatus = {
  INVALID: 422,
  NOT_ALLOWED: 403,
  NOT_HOLDER: 403,
  STALE_VERSION: 409,
  STALE_DOCUMENT: 409,
  ALREADY_DECIDED: 409,
  SENT_BACK: 409,
  WAITS_FOR_OTHERS: 409,
  CLOSED: 409,
  ILLEGAL_NOW: 409,
  FIELDS_MISSING: 422,
  REASON_REQUIRED: 422,
  COMMENT_REQUIRED: 422,
  PERSON_UNAVAILABLE: 422,
  TRANSFER_CYCLE: 409,
  URGED_RECENTLY: 409,
  NO_APPROVER: 409,
  CURRENCY_MISMATCH: 422,
  DUPLICATE_RECEIPT: 409,
  PROMISE_LIMIT: 409,
  EXCEEDS_OPEN: 409,
  OVER_INVOICED: 409,
  UNKNOWN_STAGE: 422,
  MOVE_NOT_ALLOWED: 409,
  UNKNOWN_STEP: 404,
  OVER_SHIPMENT: 409,
  OVER_RETURN: 409,
  BELOW_SHIPPED: 409,
  CREDIT_HOLD: 409,
} as const satisfies Record<RejectionCode, number>;

/** Status of what the API itself has to say no to. */
const ownStatus = {
  MALFORMED: 400,
  UNAUTHENTICATED: 401,
  SIGN_IN_FAILED: 401,
  CROSS_SITE: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TAKEN: 409,
  LAST_ADMIN: 409,
  DEPARTMENT_IN_USE: 409,
  ABSENCE_OVERLAPS: 409,
  ABSENCE_OVER: 409,
  COMMAND_ID_TAKEN: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNKNOWN_REFERENCE: 422,
  NO_VARIANT: 422,
  CHANNEL_FIXED: 422,
  URL_NOT_ALLOWED: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  NOT_CONFIGURED: 503,
  PROCESS_NOT_RUNNING: 503,
  CALENDAR_MISSING: 503,
} as const;

type OwnCode = keyof typeof ownStatus;

/** Status of a file that is not taken, or whose text cannot be read. */
const fileStatus = {
  FILE_MISSING: 422,
  FILE_TOO_LARGE: 413,
  FILE_TYPE: 422,
  FILE_DAMAGED: 422,
  FILE_MACROS: 422,
  FILE_EXTERNAL_LINK: 422,
  FILE_EXPANDS: 422,
  FILE_SCRIPT: 422,
  FILE_ENCRYPTED: 422,
  NO_TEXT: 422,
  TEXT_LIMIT: 422,
} as const satisfies Record<FileRefusalCode, number>;

/** Every code an error of the API can have. */
export type ProblemCode = RejectionCode | OwnCode | FileRefusalCode;

/** The status each code is sent with. */
export const problemStatus = { ...rejectionStatus, ...ownStatus, ...fileStatus } as const satisfies Record<
  ProblemCode,
  number
>;

const fileTitles = {
  FILE_MISSING: { en: 'Choose a file that is not empty.', 'zh-CN': '请选择文件，且文件不能为空。' },
  FILE_TOO_LARGE: { en: 'The file is larger than 50 MB.', 'zh-CN': '文件超过 50 MB。' },
  FILE_TYPE: {
    en: 'Only Word documents (.docx), PDF files and plain texts are taken.',
    'zh-CN': '仅支持 Word 文档（.docx）、PDF 和纯文本文件。',
  },
  FILE_DAMAGED: {
    en: 'The file is damaged. Open and save it again, then upload it once more.',
    'zh-CN': '文件已损坏，请重新打开并另存后再上传。',
  },
  FILE_MACROS: {
    en: 'The document holds macros. Save it as .docx without macros.',
    'zh-CN': '文档含有宏，请另存为不含宏的 .docx 文件。',
  },
  FILE_EXTERNAL_LINK: {
    en: 'The document loads a template or a part from elsewhere. Remove the link and save it again.',
    'zh-CN': '文档引用了外部模板或外部内容，请断开链接后重新保存。',
  },
  FILE_EXPANDS: {
    en: 'Unpacked, the file would be far too large.',
    'zh-CN': '文件解压后过大，无法接收。',
  },
  FILE_SCRIPT: {
    en: 'The file holds scripts or starts programs. Print it to a new PDF and upload that.',
    'zh-CN': '文件含有脚本或会启动程序，请重新打印为 PDF 后上传。',
  },
  FILE_ENCRYPTED: {
    en: 'The file opens only with a password, so that its text cannot be read.',
    'zh-CN': '文件设有密码，无法读取文字内容。',
  },
  NO_TEXT: {
    en: 'There is no text to compare, as in a scan.',
    'zh-CN': '文件中没有可比对的文字（例如扫描件）。',
  },
  TEXT_LIMIT: {
    en: 'The file takes too long or too much memory to read.',
    'zh-CN': '文件读取耗时过长或占用内存过多。',
  },
} as const satisfies Record<FileRefusalCode, Localised>;

const ownTitles = {
  MALFORMED: { en: 'The request cannot be read.', 'zh-CN': '无法解析请求。' },
  UNAUTHENTICATED: { en: 'Please sign in.', 'zh-CN': '请先登录。' },
  SIGN_IN_FAILED: {
    en: 'The e-mail address or the password is wrong, or there were too many attempts.',
    'zh-CN': '邮箱或密码错误，或尝试次数过多。',
  },
  CROSS_SITE: { en: 'The request came from another website.', 'zh-CN': '请求来自其他网站。' },
  NOT_FOUND: { en: 'There is nothing here.', 'zh-CN': '未找到。' },
  METHOD_NOT_ALLOWED: { en: 'This cannot be done here.', 'zh-CN': '不支持此操作。' },
  TAKEN: { en: 'There is another one of that name already.', 'zh-CN': '名称已被占用。' },
  LAST_ADMIN: { en: 'At least one active admin has to remain.', 'zh-CN': '至少须保留一名在职管理员。' },
  DEPARTMENT_IN_USE: {
    en: 'People, other departments or a calendar still belong to this department.',
    'zh-CN': '该部门下仍有人员、下级部门或专属日历，不能删除。',
  },
  ABSENCE_OVERLAPS: {
    en: 'That person is entered as away on some of these days already.',
    'zh-CN': '此人在该时间段内已有外出登记。',
  },
  ABSENCE_OVER: { en: 'This absence is over or cancelled.', 'zh-CN': '该外出登记已结束或已取消。' },
  COMMAND_ID_TAKEN: { en: 'Another command has this id.', 'zh-CN': '该命令编号已被使用。' },
  TOO_LARGE: { en: 'The request is too large.', 'zh-CN': '请求内容过大。' },
  UNSUPPORTED_MEDIA_TYPE: {
    en: 'The request is in a format that is not taken here.',
    'zh-CN': '请求内容的格式不受支持。',
  },
  UNKNOWN_REFERENCE: { en: 'Something the request names does not exist.', 'zh-CN': '请求引用的内容不存在。' },
  NO_VARIANT: { en: 'No process fits this case.', 'zh-CN': '没有适用的流程。' },
  URL_NOT_ALLOWED: { en: 'This address may not be used.', 'zh-CN': '该地址不可使用。' },
  CHANNEL_FIXED: {
    en: 'This notice cannot be changed on that channel.',
    'zh-CN': '该通知在此渠道的设置不可更改。',
  },
  TOO_MANY_REQUESTS: { en: 'Too many requests. Try again later.', 'zh-CN': '请求过于频繁，请稍后再试。' },
  INTERNAL: { en: 'Something went wrong here.', 'zh-CN': '系统内部错误。' },
  UNAVAILABLE: {
    en: 'A part of the system is out of reach. Try again shortly.',
    'zh-CN': '系统暂时不可用，请稍后再试。',
  },
  NOT_CONFIGURED: { en: 'This has not been set up here.', 'zh-CN': '此功能尚未配置。' },
  PROCESS_NOT_RUNNING: { en: 'This process is not running at present.', 'zh-CN': '该流程当前未在运行。' },
  CALENDAR_MISSING: { en: 'No working calendar has been loaded yet.', 'zh-CN': '尚未导入工作日历。' },
} as const satisfies Record<OwnCode, Localised>;

/** What a code means, as people read it. */
export function problemTitle(code: ProblemCode, locale: Locale): string {
  if (Object.hasOwn(ownTitles, code)) return ownTitles[code as OwnCode][locale];
  if (Object.hasOwn(fileTitles, code)) return fileTitles[code as FileRefusalCode][locale];
  return rejectionText(code as RejectionCode, locale);
}

/** One thing wrong with what was sent. */
export interface FieldError {
  /** Path of the field in the body, the query or the path; empty for the whole. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

type Facts = Readonly<Record<string, unknown>>;

interface ProblemDetails {
  readonly errors?: readonly FieldError[];
  readonly facts?: Facts;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Thrown to answer a request with an error. `message` is an English sentence for developers. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly facts: Facts;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, message: string, { errors, facts, headers, cause }: ProblemDetails = {}) {
    super(message, { cause });
    this.name = 'Problem';
    this.code = code;
    this.errors = errors ?? [];
    this.facts = facts ?? {};
    this.headers = headers ?? {};
  }

  get status(): number {
    return problemStatus[this.code];
  }
}

/** A problem with one field. */
export function fieldProblem(code: ProblemCode, path: string, message: string, facts?: Facts): Problem {
  return new Problem(code, message, { errors: [{ path, code, message }], ...(facts ? { facts } : {}) });
}

/** A refusal by the rules as an answer. Instants among its facts are written as text. */
export function problemFromRejection({ code, message, field, facts = {} }: Rejection): Problem {
  const told = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      /(At|Since)$/.test(name) && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  );
  const errors = field === undefined ? [] : [{ path: field, code, message }];
  return new Problem(code, message, { errors, facts: told });
}

/** Says that a part this service needs is out of reach; nothing the caller sent is wrong. */
export function unavailable(what: string, cause: unknown): Problem {
  return new Problem('UNAVAILABLE', `${what} is out of reach; try again shortly`, {
    headers: { 'Retry-After': '5' },
    cause,
  });
}

/** An error as it is sent, per RFC 9457. */
export function problemBody(problem: Problem, about: { publicUrl: string; locale: Locale; requestId: string }) {
  const { code, status, message, errors, facts } = problem;
  return {
    type: `${about.publicUrl}/docs/problems#${code}`,
    title: problemTitle(code, about.locale),
    status,
    detail: message,
    code,
    ...(errors.length > 0 ? { errors } : {}),
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    requestId: about.requestId,
  };
}
