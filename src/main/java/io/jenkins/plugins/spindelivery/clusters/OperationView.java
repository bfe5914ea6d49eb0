package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A button beside a server group. */
@ExportedBean(defaultVisibility = AccountView.WHOLE)
public final class OperationView {
    private final GroupOperation operation;
    private final Group group;

    OperationView(GroupOperation operation, Group group) {
        this.operation = operation;
        this.group = group;
    }

    /**
     * What it does.
     *
     * @return such as {@code enable}
     */
    @Exported
    public String getWord() {
        return operation.word();
    }

    /**
     * What it does, for people.
     *
     * @return in the reader's language
     */
    public String getText() {
        return Words.of("clusters.operation-" + operation.word());
    }

    /**
     * What is asked before it is done.
     *
     * @return in the reader's language
     */
    public String getTitle() {
        return Words.of("clusters.ask-" + operation.word(), subject());
    }

    /**
     * What is going to happen.
     *
     * @return in the reader's language
     */
    public String getMessage() {
        String code = "clusters.explain-" + operation.word();
        if (operation == GroupOperation.ROLLBACK && group.manager() != null && !group.current()) {
            return Words.of("clusters.explain-rollback-to", group.revision());
        }
        return Words.of(operation == GroupOperation.DESTROY && group.manager() != null ? code + "-all" : code);
    }

    /**
     * Whether it asks for a number.
     *
     * @return the present size; empty when it asks for none
     */
    public String getPresentSize() {
        return operation == GroupOperation.RESIZE ? Integer.toString(group.desired()) : "";
    }

    /**
     * Whether the traffic guard can be told to let it pass.
     *
     * @return whether it may take away what serves requests
     */
    public boolean isGuarded() {
        return operation.guarded();
    }

    /**
     * Whether it can't be undone.
     *
     * @return whether its button warns
     */
    public boolean isDestructive() {
        return operation == GroupOperation.DESTROY;
    }

    private String subject() {
        ObjectRef ref = group.subject();
        return AwsRef.is(ref) ? ref.name() : ref.kind() + " " + ref.name();
    }
}
