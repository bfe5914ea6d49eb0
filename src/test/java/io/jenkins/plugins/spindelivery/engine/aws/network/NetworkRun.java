package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Applies descriptions in an account of the peer. */
final class NetworkRun {
    static final long PATIENCE = 60;

    private final PeerAccount account;
    private final Path folder;
    /** What was told in the last run. */
    final List<Event> events = new ArrayList<>();

    NetworkRun(PeerAccount account, Path folder) {
        this.account = account;
        this.folder = folder;
    }

    static NetworkRequest request(boolean dryRun) {
        return new NetworkRequest(PeerAccount.NAME, PeerAccount.REGION, "net.yaml", "", false, dryRun, PATIENCE);
    }

    AwsResult apply(String description) {
        return apply(description, request(false));
    }

    AwsResult apply(String description, NetworkRequest request) {
        events.clear();
        try {
            OperationFile file = new OperationFile(
                    Files.createTempDirectory(folder, "network").resolve("state.json"), Sealer.NONE);
            OperationContext context = new OperationContext(
                    Clock.systemUTC(),
                    Runnable::run,
                    sink(),
                    noClusters(),
                    file,
                    MetricSources.NONE,
                    account.accounts(),
                    () -> {});
            NetworkState first = AwsNetwork.start(request, description.getBytes(StandardCharsets.UTF_8), context);
            return OperationRunner.run(new AwsNetwork(), first, context, file, state -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventSink sink() {
        return events::add;
    }

    static Clusters noClusters() {
        return name -> {
            throw new AssertionError("no cluster is asked for");
        };
    }

    /** A line for each object: action, kind and name. */
    static String told(AwsResult result) {
        return result.objects().stream()
                .map(each -> each.action().word() + " " + each.kind() + " " + each.name())
                .collect(Collectors.joining("\n"));
    }

    /** The calls that may have changed something. */
    List<String> writes() {
        return account.calls().stream()
                .map(call -> call.action())
                .filter(action -> !action.matches(".*:(Describe|Get|List).*"))
                .toList();
    }
}
