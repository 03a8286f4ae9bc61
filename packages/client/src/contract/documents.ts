import { z } from 'zod';
import { listPage, timestamp } from './common.ts';

export const documentInfo = z.object({
  document_id: z.string(),
  file_name: z.string(),
  /** Bytes. */
  file_size: z.int().min(0),
  page_count: z.int().min(0),
  uploaded_at: timestamp,
  /** `uploaded`. */
  status: z.string(),
});
export type DocumentInfo = z.infer<typeof documentInfo>;

export const documentList = z.object({ documents: z.array(documentInfo), ...listPage });
export type DocumentList = z.infer<typeof documentList>;

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** What the parser saw on one page. Points, origin top left; ranges are UTF-16 code units into `text`. */
export const pageView = z.object({
  page: z.int().min(1),
  width: z.number(),
  height: z.number(),
  kind: z.enum(['text', 'ocr', 'mixed', 'blank', 'unreadable']),
  /** `page`: boxes are places on paper, and there is a picture; `grid`: a text format, which has neither. */
  geometry: z.enum(['page', 'grid']),
  text: z.string(),
  lines: z.array(z.object({ start: z.int(), end: z.int(), box })),
  words: z.array(
    z.object({
      text: z.string(),
      start: z.int(),
      end: z.int(),
      box,
      struck: z.boolean(),
      hidden: z.boolean(),
      /** 0-1; null when the word comes from the document itself. */
      ocr: z.number().nullable(),
    }),
  ),
});
export type PageView = z.infer<typeof pageView>;

export const pageImageQuery = z.object({
  /** Pixels. */
  width: z.coerce.number().int().min(16).max(4000).default(1000),
});
