package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that is about live objects: by kind and name, by kind and label, or one of the versions of one thing. */
public abstract class TargetStep extends SelectionStep {
    private static final long serialVersionUID = 1L;

    private String name;
    private Object criterion;
    private String cluster;
    private String application;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    protected TargetStep(String account) {
        super(account);
    }

    /** The objects' name; {@code null} when labels or a criterion select them. */
    @CheckForNull
    public String getName() {
        return name;
    }

    /** Sets the objects' name. */
    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** Which one of the versions of one thing; {@code null} when a name or labels select the objects. */
    @CheckForNull
    public Object getCriterion() {
        return criterion;
    }

    /**
     * Chooses one of the versions of one thing.
     *
     * @param criterion {@code newest}, {@code second_newest}, {@code oldest}, {@code largest} or {@code smallest}
     */
    @DataBoundSetter
    public void setCriterion(Object criterion) {
        this.criterion = Values.text(criterion, "");
    }

    /** See {@link Target#cluster()}; {@code null} without a criterion. */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** Says what holds the versions together. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** See {@link Target#application()}; {@code null} for any. */
    @CheckForNull
    public String getApplication() {
        return application;
    }

    /** Says to which application the versions belong. */
    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    @Override
    public String subject() {
        if (criterion == null) {
            return super.subject();
        }
        return String.join(" ", List.of(criterion.toString(), String.join(", ", kindWords()), Util.fixNull(cluster)))
                .strip();
    }

    @Override
    List<String> names() {
        return name == null ? List.of() : List.of(name);
    }

    /**
     * What the step is about.
     *
     * @param input evaluates expressions, and is told what is wrong
     * @return the target; meaningless when {@link StepInput#check} throws
     */
    Target target(StepInput input) {
        return new Target(
                input.texts("kinds", kindWords()),
                input.text("name", name),
                LabelSelector.text(getLabels(), input),
                input.text("namespace", getNamespace()),
                criterion(input),
                input.text("cluster", cluster),
                input.text("application", application));
    }

    private Criterion criterion(StepInput input) {
        String word = input.text("criterion", (String) criterion);
        if (word.isEmpty()) {
            return null;
        }
        Optional<Criterion> known = Criterion.of(word);
        if (known.isEmpty()) {
            input.refuse(Problem.of("kubernetes.find-unknown-criterion", "criterion", word));
        }
        return known.orElse(null);
    }
}
