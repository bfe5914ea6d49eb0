package io.jenkins.plugins.spindelivery.job;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.RootAction;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.verb.GET;

/** Gives the pipelines of a folder, or of all of Jenkins, as Spinnaker's JSON again. */
public class ExportAction implements Action {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ItemGroup<?> group;

    ExportAction(ItemGroup<?> group) {
        this.group = group;
    }

    /** A link where there is something to export that the reader may see. */
    @Override
    public String getIconFileName() {
        return jobs().isEmpty() ? null : "symbol-download-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Words.of("job.export-name");
    }

    @Override
    public String getUrlName() {
        return "spin-export";
    }

    /**
     * What is exported from.
     *
     * @return a folder, or Jenkins
     */
    public ItemGroup<?> getGroup() {
        return group;
    }

    /** Those whose configuration the reader may read, by name. */
    private List<WorkflowJob> jobs() {
        return getGroup().getAllItems(WorkflowJob.class).stream()
                .filter(job -> DeliveryDefinition.of(job).isPresent() && job.hasPermission(Item.EXTENDED_READ))
                .sorted(Comparator.comparing(WorkflowJob::getFullName))
                .toList();
    }

    /**
     * The pipelines that are exported.
     *
     * @return their jobs
     */
    public List<WorkflowJob> getKnown() {
        return jobs().stream().filter(job -> definition(job).isPresent()).toList();
    }

    /**
     * The pipelines that can't be exported, because no run has read their definition from its repository yet, or because
     * it can't be read.
     *
     * @return their jobs
     */
    public List<WorkflowJob> getUnknown() {
        return jobs().stream().filter(job -> definition(job).isEmpty()).toList();
    }

    private static Optional<Definition> definition(WorkflowJob job) {
        return DeliveryDefinition.of(job).flatMap(definition -> definition.lastKnown(job));
    }

    /**
     * Gives the pipelines, each as it is written; one without a name has that of its job.
     *
     * @param response gets a list, as {@code spin pipeline save} and {@code spin import} read its entries
     * @throws IOException when the reader has gone
     */
    @GET
    @WebMethod(name = "pipelines.json")
    public void doPipelines(StaplerResponse2 response) throws IOException {
        // What is in the list depends on what the reader may read.
        Jenkins.get().checkPermission(Jenkins.READ);
        ArrayNode pipelines = JSON.createArrayNode();
        for (WorkflowJob job : jobs()) {
            definition(job).ifPresent(definition -> pipelines.add(named(definition, job)));
        }
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"pipelines.json\"");
        try (OutputStream out = response.getOutputStream()) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(out, pipelines);
        }
    }

    private static ObjectNode named(Definition definition, WorkflowJob job) {
        ObjectNode json = definition.json();
        if (!definition.name().isBlank()) {
            return json;
        }
        ObjectNode named = JSON.createObjectNode().put("name", job.getName());
        json.remove("name");
        return named.setAll(json);
    }

    /** For all of Jenkins. */
    @Extension
    public static final class Root extends ExportAction implements RootAction {
        /** Jenkins itself is the folder. */
        public Root() {
            super(null);
        }

        @Override
        public ItemGroup<?> getGroup() {
            return Jenkins.get();
        }
    }

    /** For folders. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<AbstractFolder> {
        @Override
        public Class<AbstractFolder> type() {
            return AbstractFolder.class;
        }

        @Override
        public Class<ExportAction> actionType() {
            return ExportAction.class;
        }

        @Override
        public Collection<? extends Action> createFor(AbstractFolder folder) {
            return List.of(new ExportAction(folder));
        }
    }
}
