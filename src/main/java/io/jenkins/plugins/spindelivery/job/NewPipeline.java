package io.jenkins.plugins.spindelivery.job;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.BulkChange;
import hudson.Extension;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import hudson.model.TopLevelItemDescriptor;
import hudson.security.AccessControlled;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * An entry of <em>New Item</em> that makes an ordinary Pipeline job with a definition of ours in it. It is an entry only:
 * the job's descriptor is that of Pipeline jobs, so nothing else in Jenkins ever sees this one.
 */
public final class NewPipeline extends TopLevelItemDescriptor {
    /** An empty Delivery pipeline. */
    @Extension(ordinal = 7)
    public static final NewPipeline EMPTY = new NewPipeline("empty", "symbol-rocket-outline");

    /** Deploys each new tag of an image. */
    @Extension(ordinal = 6)
    public static final NewPipeline IMAGE_TAG = new NewPipeline("image-tag", "symbol-pricetag-outline");

    /** Deploys a manifest whenever it changes in its repository. */
    @Extension(ordinal = 5)
    public static final NewPipeline MANIFEST_CHANGE = new NewPipeline("manifest-change", "symbol-git-branch-outline");

    /** One replica on the production service, a judgment, then production. */
    @Extension(ordinal = 4)
    public static final NewPipeline CANARY = new NewPipeline("canary", "symbol-flask-outline");

    /** A rolling update of production at the capacity that it has. */
    @Extension(ordinal = 3)
    public static final NewPipeline ROLLING = new NewPipeline("rolling", "symbol-sync-outline");

    /** Configuration from a web server, then the Deployment that uses it. */
    @Extension(ordinal = 2)
    public static final NewPipeline CONFIGURATION = new NewPipeline("configuration", "symbol-document-text-outline");

    /** An image for AWS, and a server group of it in place of the one before. */
    @Extension(ordinal = 1)
    public static final NewPipeline BAKE = new NewPipeline("bake", "symbol-layers-outline");

    private final String template;
    private final String icon;

    private NewPipeline(String template, String icon) {
        super(Marker.class);
        this.template = template;
        this.icon = icon;
    }

    /**
     * What Jenkins goes by where it asks for the class of what an entry makes. Must not be that of Pipeline jobs: Jenkins
     * takes the first descriptor whose class is asked for, and Pipeline jobs need theirs.
     */
    private abstract static class Marker implements TopLevelItem {}

    /** The entries have one class in common, and are told apart by this. */
    @Override
    public String getId() {
        return NewPipeline.class.getName() + "." + template;
    }

    /**
     * The definition that a new job begins with.
     *
     * @return Spinnaker's JSON
     */
    public String text() {
        try (InputStream in = NewPipeline.class.getResourceAsStream("NewPipeline/" + template + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever may not make a Pipeline job may not make one under another name. */
    @Override
    public boolean isApplicableIn(ItemGroup parent) {
        TopLevelItemDescriptor pipelines = pipelines();
        return pipelines.isApplicableIn(parent)
                && (!(parent instanceof Folder folder) || folder.isAllowedChildDescriptor(pipelines));
    }

    @Override
    public TopLevelItem newInstance(ItemGroup parent, String name) {
        if (parent instanceof AccessControlled controlled) {
            controlled.getACL().checkCreatePermission(parent, pipelines());
        }
        WorkflowJob job = new WorkflowJob(parent, name);
        // The job is written to disk by whoever asked for it, once it is complete.
        try (BulkChange change = new BulkChange(job)) {
            job.setDefinition(new DeliveryDefinition(new DefinitionText(text())));
        }
        return job;
    }

    private static TopLevelItemDescriptor pipelines() {
        return Jenkins.get().getDescriptorByType(WorkflowJob.DescriptorImpl.class);
    }

    @Override
    public String getDisplayName() {
        return Words.of("job.new-" + template);
    }

    @Override
    public String getDescription() {
        return Words.of("job.new-" + template + "-description");
    }

    @Override
    public String getCategoryId() {
        return NewPipelines.ID;
    }

    @Override
    public String getIconClassName() {
        return icon + " plugin-ionicons-api";
    }
}
