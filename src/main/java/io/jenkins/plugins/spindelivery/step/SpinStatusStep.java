package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.NamedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.NamedObjects.Named;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinStatus}: tells how live objects are doing, by name or by label. */
public final class SpinStatusStep extends SelectionStep {
    private static final long serialVersionUID = 1L;

    private Object names;

    /**
     * A question about nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinStatusStep(String account) {
        super(account);
    }

    /**
     * The objects' names.
     *
     * @return a text with commas between them, or a list; {@code null} when labels select the objects
     */
    @CheckForNull
    public Object getNames() {
        return names;
    }

    /**
     * Names the objects; there has to be one of each kind.
     *
     * @param names a text with commas between them, or a list
     */
    @DataBoundSetter
    public void setNames(Object names) {
        this.names = Values.plain(names);
    }

    @Override
    List<String> names() {
        return Values.texts(names, ",|\\R");
    }

    @Override
    public String type() {
        return "status";
    }

    @Override
    public Task begin(StageContext context) {
        context.account(account(), null);
        StepInput input = new StepInput(context);
        List<String> kinds = input.texts("kinds", kindWords());
        List<String> wanted = input.texts("names", names());
        String selector = LabelSelector.text(getLabels(), input);
        String namespace = input.text("namespace", getNamespace());
        // A selector whose expression fails is not one that was left out.
        input.check();
        if (wanted.isEmpty() == selector.isEmpty()) {
            input.refuse(Problem.of(selector.isEmpty() ? "step.status-nothing" : "step.status-both", "names"));
        } else if (!wanted.isEmpty() && kinds.isEmpty()) {
            input.refuse(Problem.of("step.status-no-kind", "kinds"));
        }
        input.check();
        Cluster cluster = context.operation().clusters().cluster(account());
        NamedObjects objects = new NamedObjects(cluster, namespace);
        List<ObjectNode> found =
                selector.isEmpty() ? objects.named(pairs(kinds, wanted)) : objects.labelled(selector, kinds);
        requireAllowed(found, cluster);
        return new Task.Done(report(found, cluster, context));
    }

    private static List<Named> pairs(List<String> kinds, List<String> names) {
        return kinds.stream()
                .flatMap(kind -> names.stream().map(name -> new Named(kind, name)))
                .toList();
    }

    /** An account's limits are for looking, too: they say what a job has to do with. */
    private static void requireAllowed(List<ObjectNode> objects, Cluster cluster) {
        List<Problem> refused = objects.stream()
                .map(ObjectRef::of)
                .flatMap(ref -> cluster.forbids("get", ref, true).stream())
                .distinct()
                .toList();
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.ACCESS, refused);
        }
    }

    private static StageResult report(List<ObjectNode> objects, Cluster cluster, StageContext context) {
        LiveReport report = LiveReport.of(objects, cluster, context.operation().clock());
        report.warnings().forEach(warning -> context.operation().emit(new Event.Warned(warning)));
        report.objects().forEach(each -> context.operation()
                .emit(new Event.StatusChanged(
                        each.ref(),
                        each.status().state().word(),
                        each.status().message(),
                        each.status().ready(),
                        each.status().desired())));
        report.explained().forEach(context.operation()::emit);
        return StageResult.succeeded(StatusValue.of(report, objects));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends SelectionStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinStatus";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.status-display-name");
        }
    }
}
