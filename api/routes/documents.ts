import { IdParams } from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { download } from '../documents/content.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { findDocument } from '../processes/documents.ts';

/** The exact bytes people read and decide on. */
export function documentRoutes({ prisma, documents }: ApiDependencies): Endpoint[] {
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
        return download(documents, await findDocument(prisma, caller, params.id));
      },
    }),
  ];
}
