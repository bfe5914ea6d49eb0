package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.view.Deployers;
import io.jenkins.plugins.spindelivery.view.Durations;
import io.jenkins.plugins.spindelivery.view.ObjectRefView;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/** A server group as the page Clusters and its JSON show it. */
@ExportedBean(defaultVisibility = AccountView.WHOLE)
public final class GroupView {
    private final Group group;
    private final Optional<Deployers.Source> source;
    private final List<OperationView> operations;
    private final long nowMillis;

    GroupView(Group group, Optional<Deployers.Source> source, Rights rights, long nowMillis) {
        this.group = group;
        this.source = source;
        this.nowMillis = nowMillis;
        this.operations = Arrays.stream(GroupOperation.values())
                .filter(operation -> group.operations().contains(operation) && rights.may(operation))
                .map(operation -> new OperationView(operation, group))
                .toList();
    }

    /**
     * The server group.
     *
     * @return its name
     */
    @Exported
    public ObjectRefView getRef() {
        return new ObjectRefView(group.ref());
    }

    /**
     * What holds it together with its other versions.
     *
     * @return the cluster's name
     */
    @Exported
    public String getCluster() {
        return group.cluster();
    }

    /**
     * The Deployment whose revision it is.
     *
     * @return {@code null} when it is nobody's
     */
    @Exported
    public ObjectRefView getManager() {
        return group.manager() == null ? null : new ObjectRefView(group.manager());
    }

    /**
     * Its version.
     *
     * @return such as {@code v003}; empty without one
     */
    @Exported
    public String getVersion() {
        return group.version();
    }

    /**
     * Which revision of its Deployment it is.
     *
     * @return {@code null} without a Deployment
     */
    @Exported
    public Long getRevision() {
        return group.revision();
    }

    /**
     * The revision, for people.
     *
     * @return in the reader's language; empty without one
     */
    public String getRevisionText() {
        if (group.revision() == null) {
            return "";
        }
        return Words.of(group.current() ? "clusters.revision-current" : "clusters.revision", group.revision());
    }

    /**
     * Whether it is what its Deployment makes pods of now.
     *
     * @return always so without a Deployment
     */
    @Exported
    public boolean isCurrent() {
        return group.current();
    }

    /**
     * What it runs.
     *
     * @return images of containers, or the id of the instances' image
     */
    @Exported
    public List<String> getImages() {
        return group.images();
    }

    /**
     * How many of its pods or instances are up.
     *
     * @return from 0
     */
    @Exported
    public int getUp() {
        return group.up();
    }

    /**
     * How many there should be.
     *
     * @return from 0
     */
    @Exported
    public int getDesired() {
        return group.desired();
    }

    /**
     * The length of the bar that shows them.
     *
     * @return at most as many as there should be
     */
    public int getBar() {
        return Math.min(group.up(), group.desired());
    }

    /**
     * The colour of the bar.
     *
     * @return {@code stable} when all are up, else {@code progressing}
     */
    public String getHealth() {
        return group.up() >= group.desired() ? "stable" : "progressing";
    }

    /**
     * Whether it takes requests.
     *
     * @return {@code enabled}, {@code disabled}, or empty when that is nobody's to say
     */
    @Exported
    public String getTraffic() {
        return group.traffic() == null ? "" : group.traffic() ? "enabled" : "disabled";
    }

    /**
     * Whether it takes requests, for people.
     *
     * @return in the reader's language; may be empty
     */
    public String getTrafficText() {
        return getTraffic().isEmpty() ? "" : Words.of("clusters.traffic-" + getTraffic());
    }

    /**
     * When it was made.
     *
     * @return milliseconds since 1970; 0 when nobody knows
     */
    @Exported
    public long getCreatedMillis() {
        return group.createdMillis();
    }

    /**
     * When it was made, for pages.
     *
     * @return the time
     */
    public Date getCreated() {
        return new Date(group.createdMillis());
    }

    /**
     * How old it is.
     *
     * @return in the reader's language; empty when nobody knows
     */
    public String getAge() {
        return group.createdMillis() == 0 ? "" : Durations.text(nowMillis - group.createdMillis());
    }

    /**
     * The build of this job that deployed it.
     *
     * @return {@code null} when none is known to have
     */
    public Run<?, ?> getRun() {
        return source.map(Deployers.Source::run).orElse(null);
    }

    /**
     * The address of that deploy.
     *
     * @return below the root of Jenkins; empty without a build
     */
    @Exported
    public String getDeployUrl() {
        return source.map(from -> from.run().getUrl() + from.link()).orElse("");
    }

    /**
     * Who made it, where no build of this job is known to have.
     *
     * @return a build, a user or a tool, by its own tags and labels; may be empty
     */
    @Exported
    public String getMadeFor() {
        return group.madeFor().isEmpty() ? group.managedBy() : group.madeFor();
    }

    /**
     * Whether a tag is all that says who made it. Whoever may tag server groups can write what they like there.
     *
     * @return whether the page has to say so
     */
    public boolean isByTag() {
        return !group.madeFor().isEmpty();
    }

    /**
     * The build that its own tags name.
     *
     * @return {@code null} when they name none, or the reader may not see it
     */
    public Run<?, ?> getMadeBy() {
        try {
            return group.madeFor().contains("#") ? Run.fromExternalizableId(group.madeFor()) : null;
        } catch (IllegalArgumentException | AccessDeniedException e) {
            return null;
        }
    }

    /**
     * What the reader may do to it.
     *
     * @return may be empty
     */
    @Exported
    public List<OperationView> getOperations() {
        return operations;
    }
}
