package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest;
import java.time.Duration;

/** An operation on a server group in AWS that a person has begun. */
final class AwsGroupStage implements Stage {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

    private final String account;
    private final String region;
    private final String cluster;
    private final String name;
    private final GroupOperation operation;
    private final int size;
    private final boolean unguarded;

    /**
     * An operation.
     *
     * @param account the account's name
     * @param group the server group
     * @param operation what to do to it
     * @param size how many instances, for a resizing
     * @param unguarded whether the last ones that take requests may be taken away
     */
    AwsGroupStage(String account, Group group, GroupOperation operation, int size, boolean unguarded) {
        this.account = account;
        this.region = group.ref().namespace();
        this.cluster = group.cluster();
        this.name = group.ref().name();
        this.operation = operation;
        this.size = size;
        this.unguarded = unguarded;
    }

    @Override
    public String type() {
        return operation.word() + "-server-group";
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String subject() {
        return name;
    }

    @Override
    public Task begin(StageContext context) {
        context.awsAccount(account, operation.permission());
        boolean back = operation == GroupOperation.ROLLBACK;
        ServerGroupChangeRequest request = new ServerGroupChangeRequest(
                account,
                region,
                back ? GroupTarget.cluster(cluster) : GroupTarget.named(name),
                change(),
                ServerGroupChangeRequest.Options.DEFAULT.guard(!unguarded, 0),
                USUAL_TIMEOUT.toSeconds());
        return new Task.Work<>(new ServerGroupChange(), ServerGroupChange.start(request, context.operation()));
    }

    private GroupChange change() {
        return switch (operation) {
            case ENABLE -> new GroupChange.Enable();
            case DISABLE -> new GroupChange.Disable();
            case RESIZE -> new GroupChange.Resize(null, size, null);
            case ROLLBACK -> new GroupChange.Rollback(name, "", null);
            case DESTROY -> new GroupChange.Destroy(false);
        };
    }
}
