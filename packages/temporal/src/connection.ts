/** Connections from Temporal's standard settings: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, TLS, profiles. */
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { LeafcutterError } from 'leafcutter/internal';

export interface ClientConnection {
  readonly client: Client;
  close(): Promise<void>;
}
export interface WorkerConnection extends ClientConnection {
  readonly native: NativeConnection;
  readonly namespace: string;
}

/** @throws LeafcutterError engine_unavailable */
export async function connectClient(): Promise<ClientConnection> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await reached(Connection.connect(connectionOptions));
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

/** Workers poll by a connection of their own kind. @throws LeafcutterError engine_unavailable */
export async function connectWorker(): Promise<WorkerConnection> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const { client, close } = await connectClient();
  const native = await reached(NativeConnection.connect(connectionOptions)).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    client,
    native,
    namespace,
    close: async () => {
      await close();
      await native.close();
    },
  };
}

async function reached<T>(connecting: Promise<T>): Promise<T> {
  try {
    return await connecting;
  } catch (error) {
    const message =
      'The Temporal server that TEMPORAL_ADDRESS names (default localhost:7233) does not answer.';
    throw new LeafcutterError('engine_unavailable', message, { cause: error });
  }
}
