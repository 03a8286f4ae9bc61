/** /v1/extract/documents */
import { contract } from '@leafcutter/client';
import { z } from 'zod';
import { admitKeyed } from '../idempotency.ts';
import { clientGone } from '../client-gone.ts';
import { callerOf } from '../gate-hook.ts';
import { answers, posting, writing, type RouteParts, type Server } from '../operation.ts';
import { readUpload } from '../upload.ts';

const params = z.object({ document_id: z.string() });
const pageParams = z.object({ document_id: z.string(), page: z.string() });
const upload = z.object({
  file: z
    .string()
    .meta({ format: 'binary', description: 'The document; its bytes decide what format it has.' }),
  password: z.string().max(4_096).optional(),
});

export function documentRoutes(server: Server, { service }: RouteParts): void {
  const { documents } = service;

  server.post(
    '/v1/extract/documents/upload',
    {
      config: {
        operation: {
          id: 'upload_document_extract_documents_upload_post',
          tag: 'documents',
          summary: 'Upload Document',
          description:
            'Takes one document as a form. It is opened at once: what cannot be read is refused, and nothing of it is kept.',
          multipart: upload,
          faultOfDocument: ['body', 'file'],
        },
      },
      schema: { response: answers(contract.documentInfo, ...posting) },
    },
    async (request, reply) => {
      const given = await readUpload(service, request, reply);
      const { tenant } = callerOf(request);
      try {
        const content = [given.blob.hash, given.name ?? '', given.password ?? ''].join('\0');
        await admitKeyed(service, request, reply, content);
      } catch (error) {
        await documents.discard(tenant, given.blob);
        throw error;
      }
      if (reply.sent) {
        await documents.discard(tenant, given.blob);
        return reply;
      }
      return await documents.accept(tenant, given, clientGone(reply), request.keyed?.id);
    },
  );

  server.get(
    '/v1/extract/documents',
    {
      config: {
        operation: {
          id: 'list_documents_extract_documents_get',
          tag: 'documents',
          summary: 'List Documents',
        },
      },
      schema: { querystring: contract.listQuery, response: answers(contract.documentList) },
    },
    (request) => documents.list(callerOf(request).tenant, request.query),
  );

  server.get(
    '/v1/extract/documents/:document_id',
    {
      config: {
        operation: {
          id: 'get_document_extract_documents__document_id__get',
          tag: 'documents',
          summary: 'Get Document',
        },
      },
      schema: { params, response: answers(contract.documentInfo, 404) },
    },
    (request) => documents.get(callerOf(request).tenant, request.params.document_id),
  );

  server.delete(
    '/v1/extract/documents/:document_id',
    {
      config: {
        operation: {
          id: 'delete_document_extract_documents__document_id__delete',
          tag: 'documents',
          summary: 'Delete Document',
          description: 'With its bytes, parse and page images. Jobs that have ended keep their results.',
        },
      },
      schema: { params, response: answers(contract.message, 404, 409, ...writing) },
    },
    async (request) => {
      await documents.delete(callerOf(request).tenant, request.params.document_id);
      return { message: 'The document was deleted.' };
    },
  );

  server.get(
    '/v1/extract/documents/:document_id/pages/:page',
    {
      config: {
        operation: {
          id: 'get_document_page',
          tag: 'documents',
          summary: 'Get Page',
          description:
            'What the parser saw on a page, which counts from 1: text, lines, words with their boxes.',
          faultOfDocument: ['path', 'document_id'],
        },
      },
      schema: { params: pageParams, response: answers(contract.pageView, 404) },
    },
    (request, reply) => {
      const { document_id: id, page } = request.params;
      return documents.page(callerOf(request).tenant, id, pageNumber(page), clientGone(reply));
    },
  );

  server.get(
    '/v1/extract/documents/:document_id/pages/:page/image',
    {
      config: {
        operation: {
          id: 'get_document_page_image',
          tag: 'documents',
          summary: 'Get Page Image',
          json: false,
          alsoProduces: ['image/png'],
          faultOfDocument: ['path', 'document_id'],
        },
      },
      schema: {
        params: pageParams,
        querystring: contract.pageImageQuery,
        response: answers(z.unknown(), 404, 415),
      },
    },
    async (request, reply) => {
      const { document_id: id, page } = request.params;
      const { width } = request.query;
      const signal = clientGone(reply);
      const image = await documents.pageImage(callerOf(request).tenant, id, pageNumber(page), width, signal);
      return reply
        .type('image/png')
        .header('cache-control', 'private, max-age=86400')
        .header('etag', `"${image.tag}"`)
        .send(Buffer.from(image.png.buffer, image.png.byteOffset, image.png.byteLength));
    },
  );
}

/** 0, which no document has, when the text is no number of a page. */
function pageNumber(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
