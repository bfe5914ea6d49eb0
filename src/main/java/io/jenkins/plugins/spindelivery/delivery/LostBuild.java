package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** What is left of a build whose stage has to be taken back after a restart: its entry in the index, and maybe itself. */
final class LostBuild implements ContextSource {
    private final OpenStages.Entry entry;
    private final Run<?, ?> run;

    /**
     * A build by its entry.
     *
     * @param entry of the stage
     * @param run the build; {@code null} when it is gone
     */
    LostBuild(OpenStages.Entry entry, Run<?, ?> run) {
        this.entry = entry;
        this.run = run;
    }

    @Override
    public Owner owner() {
        return entry.owner();
    }

    @Override
    public Run<?, ?> run() {
        return run;
    }

    /** The job; when it was deleted the nearest folder that is left, because accounts are found from there as well. */
    @Override
    public Item item() {
        String name = entry.job();
        Item item = Jenkins.get().getItemByFullName(name);
        while (item == null && name.contains("/")) {
            name = name.substring(0, name.lastIndexOf('/'));
            item = Jenkins.get().getItemByFullName(name);
        }
        return item;
    }

    @Override
    public OpenStages.Entry entry(StageKey key, StageFolder folder) {
        boolean atHome = run != null && folder.equals(StageFolder.of(run, key.value()));
        return atHome ? OpenStages.Entry.of(run, key, entry.owner(), folder) : entry.movedTo(folder);
    }

    @Override
    public String nodeId() {
        return "";
    }

    @Override
    public TaskListener listener() {
        return TaskListener.NULL;
    }

    @Override
    public EnvVars environment() {
        return new EnvVars();
    }

    @Override
    public StageContext.WorkspaceSource workspace() {
        return Optional::empty;
    }

    @Override
    public Authentication authentication() {
        return ACL.SYSTEM2;
    }
}
