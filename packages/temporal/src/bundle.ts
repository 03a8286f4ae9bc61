/** The workflow's code for Temporal's sandbox. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

let bundle: Promise<WorkflowBundleWithSourceMap> | null = null;

/** Made once a process. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  const source = path.join(import.meta.dirname, 'workflow.ts');
  const fromSource = existsSync(source);
  const file = fromSource ? source : createRequire(import.meta.url).resolve('./workflow.js');
  bundle ??= bundleCode(file, { fromSource });
  return bundle;
}

/**
 * `fromSource`: in a checkout, where the packages find each other's sources by a condition. `report` hears what is wrong.
 * @throws Error when the file, or what it imports, uses what a workflow may not
 */
export function bundleCode(
  file: string,
  {
    fromSource,
    report = (message) => void process.stderr.write(`${message}\n`),
  }: { readonly fromSource: boolean; readonly report?: (message: string) => void },
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: file,
    webpackConfigHook: (config) => {
      const conditionNames = [...(fromSource ? ['leafcutter-source'] : []), '...'];
      return { ...config, resolve: { ...config.resolve, conditionNames } };
    },
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: report,
    },
  });
}
