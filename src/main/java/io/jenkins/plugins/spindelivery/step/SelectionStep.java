package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that is about live objects: by kind and name, or by kind and label. */
public abstract class SelectionStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private Object kinds;
    private Object labels;
    private String namespace;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    protected SelectionStep(String account) {
        super(account);
    }

    /**
     * The kinds.
     *
     * @return as people write them, such as {@code Deployment} or {@code deploy}: a text with commas between them, or a
     *     list; {@code null} for none
     */
    @CheckForNull
    public Object getKinds() {
        return kinds;
    }

    /**
     * Names the kinds.
     *
     * @param kinds as people write them: a text with commas between them, or a list
     */
    @DataBoundSetter
    public void setKinds(Object kinds) {
        this.kinds = Values.plain(kinds);
    }

    /**
     * The labels that the objects have.
     *
     * @return a selector in the API's own syntax, or a map; {@code null} for none
     */
    @CheckForNull
    public Object getLabels() {
        return labels;
    }

    /**
     * Selects by labels.
     *
     * @param labels a selector in the API's own syntax, or a map of labels and values
     */
    @DataBoundSetter
    public void setLabels(Object labels) {
        this.labels = Values.plain(labels);
    }

    /**
     * Where the objects are.
     *
     * @return {@code null} for the account's default namespace
     */
    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    /**
     * Says where the objects are.
     *
     * @param namespace the namespace; empty for the account's default
     */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    @Override
    public String subject() {
        List<String> parts = new ArrayList<>();
        parts.add(String.join(", ", kindWords()));
        parts.add(String.join(", ", names()));
        parts.add(labels == null ? "" : LabelSelector.display(labels));
        parts.removeIf(String::isEmpty);
        return String.join(" ", parts);
    }

    /** The objects' names, if the step has any. */
    abstract List<String> names();

    List<String> kindWords() {
        return Values.texts(kinds, ",|\\R");
    }
}
