import { createTransport } from 'nodemailer';

/** One finished mail to one person. */
export interface MailMessage {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  /** Whom reports about it go to, where that is not the sender. */
  readonly returnTo?: string;
  readonly replyTo?: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** Message-ID of the thread's root. */
  readonly thread: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The way mail leaves the house. `send` resolves once the next server has taken responsibility for the message. */
export interface MailTransport {
  /** Throws `DeliveryFailed`. */
  send(message: MailMessage): Promise<void>;
  close(): void;
}

/** Thrown when a message could not be handed over. */
export class DeliveryFailed extends Error {
  /** The server refused it for good; sending it again would be refused again. */
  readonly permanent: boolean;
  /** The server may have taken the message all the same: the connection was lost before it could say so. */
  readonly uncertain: boolean;

  constructor(message: string, outcome: { permanent: boolean; uncertain: boolean }, cause: unknown) {
    super(message, { cause });
    this.name = 'DeliveryFailed';
    this.permanent = outcome.permanent;
    this.uncertain = outcome.uncertain;
  }
}

/** What nodemailer tells about a failure, besides its message. */
interface TransportError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  /** Set with `responseCode`: whether the server refused the message for good. */
  readonly permanent?: boolean;
  readonly originalCode?: string;
  readonly timeoutType?: string;
}

/** Waiting times in milliseconds; together they stay below the time an attempt is given. */
const patience = { connectionTimeout: 8_000, greetingTimeout: 8_000, dnsTimeout: 8_000, socketTimeout: 25_000 };

/** Opens the way to an SMTP server, such as `smtp://user:password@host:587`; a connection is made for each message. */
export function openMailTransport(smtpUrl: string): MailTransport {
  const transporter = createTransport({ url: smtpUrl, ...patience, disableFileAccess: true, disableUrlAccess: true });
  return {
    async send({ thread, headers, returnTo, ...message }) {
      try {
        await transporter.sendMail({
          ...message,
          inReplyTo: thread,
          references: [thread],
          headers: { ...headers },
          ...(returnTo ? { envelope: { from: returnTo, to: message.to.address } } : {}),
        });
      } catch (error) {
        throw deliveryFailure(error as TransportError);
      }
    },
    close: () => transporter.close(),
  };
}

const refusals: readonly (string | undefined)[] = ['EENVELOPE', 'EMESSAGE'];
const beforeAnything: readonly (string | undefined)[] = [
  'EAUTH',
  'EDNS',
  'ETLS',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
];

function deliveryFailure(error: TransportError): DeliveryFailed {
  const refused = refusals.includes(error.code);
  const neverSent = [error.code, error.originalCode, error.timeoutType].some((code) => beforeAnything.includes(code));
  // A refusal without a reply is nodemailer's own: an address it cannot write to.
  const permanent = refused && (error.permanent ?? error.responseCode === undefined);
  return new DeliveryFailed(error.message, { permanent, uncertain: !refused && !neverSent }, error);
}
