import type { AddressInfo } from 'node:net';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** When the sink hangs up on a sender: before the message is read, or after it was taken but before it says so. */
export type HangUp = 'beforeMessage' | 'afterMessage';

/** A mail that arrived. */
export interface ReceivedMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: ParsedMail['headers'];
  readonly replyTo: string | undefined;
  /** The sender of the envelope, to whom it would come back. */
  readonly returnPath: string;
}

/** A real SMTP server that keeps what it is given and misbehaves when it is told to. */
export interface MailSink {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** How often a mail with this Message-ID was taken. */
  count(messageId: string): number;
  /** The latest mail to an address. Throws when there is none. */
  latestTo(address: string): ReceivedMail;
  /** Answers `code` to a recipient until told to accept them again. */
  refuse(address: string, code: number): void;
  accept(address: string): void;
  /** Hangs up on the next sender. */
  hangUpOnce(when: HangUp): void;
  close(): Promise<void>;
}

/** Opens a mail sink on a free port of this machine. */
export async function openMailSink(): Promise<MailSink> {
  const received: ReceivedMail[] = [];
  const refused = new Map<string, number>();
  let hangUp: HangUp | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const code = refused.get(address);
      if (code === undefined) return callback();
      callback(Object.assign(new Error(`mailbox ${address} unavailable`), { responseCode: code }));
    },
    onData: (stream, session, callback) => {
      const closing = hangUp;
      hangUp = undefined;
      const end = () => socketOf(server, session.id)?.destroy();
      if (closing === 'beforeMessage') {
        end();
        stream.resume();
        return;
      }
      simpleParser(stream).then(
        (mail) => {
          const { mailFrom } = session.envelope;
          received.push({ ...receivedFrom(mail), returnPath: mailFrom ? mailFrom.address : '' });
          if (closing === 'afterMessage') end();
          else callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  server.on('error', () => {
    // A connection this sink has cut itself; what the sender makes of it is what tests look at.
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    count: (messageId) => received.filter((mail) => mail.messageId === messageId).length,
    latestTo: (address) => {
      const mail = received.findLast(({ to }) => to === address);
      if (!mail) throw new Error(`No mail to ${address} has arrived`);
      return mail;
    },
    refuse: (address, code) => {
      refused.set(address, code);
    },
    accept: (address) => {
      refused.delete(address);
    },
    hangUpOnce: (when) => {
      hangUp = when;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function receivedFrom(mail: ParsedMail): Omit<ReceivedMail, 'returnPath'> {
  return {
    messageId: mail.messageId ?? '',
    to: addressIn(mail.to) ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: mail.headers,
    replyTo: addressIn(mail.replyTo),
  };
}

function addressIn(field: AddressObject | AddressObject[] | undefined): string | undefined {
  const [first] = Array.isArray(field) ? field : field ? [field] : [];
  return first?.value[0]?.address;
}

interface OpenConnection {
  readonly id: string;
  readonly _socket: { destroy(): void };
}

/** The socket of a session, which the server keeps to itself: only by cutting it can a lost connection be shown. */
function socketOf(server: SMTPServer, sessionId: string): OpenConnection['_socket'] | undefined {
  const { connections } = server as unknown as { connections: Set<OpenConnection> };
  return [...connections].find(({ id }) => id === sessionId)?._socket;
}
