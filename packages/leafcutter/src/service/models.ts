/** The models that jobs may name: a port, since settings and providers stand elsewhere. */
import type { ModelList } from '@leafcutter/client';

export interface Models {
  /** As `GET /models` gives it. */
  list(): ModelList;
  /**
   * The model that really runs under a name, behind any alias: `rules` or an id of the settings; null: the default's.
   * @throws LeafcutterError model_unknown, model_key_missing (the message says which variable to set)
   */
  resolve(requested: string | null): string;
}
