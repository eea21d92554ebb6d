import { IdParams } from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { findDocument } from '../processes/documents.ts';

/** The exact bytes people read and decide on. */
export function documentRoutes({ prisma }: ApiDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/documents/{id}',
      tag: 'Master data',
      summary: 'Download a document',
      description:
        'The exact bytes, for whoever handed them in or may see an approval about them. `Digest` is their SHA-256, the one decisions name.',
      params: IdParams,
      answers: {
        200: {
          description: 'The bytes, in their own media type.',
          contentType: 'application/octet-stream',
          headers: { Digest: 'SHA-256 of the bytes.', 'Content-Disposition': 'Always an attachment.' },
        },
      },
      handle: async ({ params, caller }) => {
        const { bytes, mime, number, version, sha256 } = await findDocument(prisma, caller, params.id);
        return {
          status: 200,
          body: bytes,
          headers: {
            'Content-Type': mime,
            'Content-Length': String(bytes.length),
            'Content-Disposition': attachment(`${number}-v${version}`),
            'Content-Security-Policy': "default-src 'none'; sandbox",
            Digest: `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`,
          },
        };
      },
    }),
  ];
}

/** A file name that every browser reads, whatever characters the number has. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
