package io.jenkins.plugins.spindelivery.job;

import hudson.BulkChange;
import hudson.Extension;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.ParameterDefinition;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.TextParameterDefinition;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * Keeps a job's parameters as its definition declares them, so that Jenkins asks for them. Those that somebody gave the job
 * by hand are left alone, also where the definition declares one of the same name.
 */
final class Parameters {
    private static final Logger LOGGER = Logger.getLogger(Parameters.class.getName());

    private Parameters() {}

    /**
     * Gives a job the parameters that its definition declares.
     *
     * @param job a Delivery pipeline
     * @param definition its definition; one whose parameters can't be read changes nothing
     * @throws IOException when the job can't be saved
     */
    static void sync(WorkflowJob job, Definition definition) throws IOException {
        List<ParameterConfig> declared;
        try {
            declared = ParameterConfig.of(definition.json());
        } catch (ProblemException e) {
            // Whoever starts the job, or looks at its form, is told.
            return;
        }
        synchronized (job) {
            DeliveryDefinition delivery = DeliveryDefinition.of(job).orElse(null);
            if (delivery != null) {
                sync(job, delivery, declared);
            }
        }
    }

    private static void sync(WorkflowJob job, DeliveryDefinition delivery, List<ParameterConfig> declared)
            throws IOException {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        List<ParameterDefinition> before = property == null ? List.of() : property.getParameterDefinitions();
        Set<String> managed = new HashSet<>(delivery.getManagedParameters());
        List<ParameterDefinition> manual = before.stream()
                .filter(parameter -> !managed.contains(parameter.getName()))
                .toList();
        Set<String> taken = new HashSet<>();
        manual.forEach(parameter -> taken.add(parameter.getName()));
        List<ParameterDefinition> ours = declared.stream()
                .filter(parameter -> !taken.contains(parameter.name()))
                .sorted(Comparator.comparing(parameter -> !parameter.pinned()))
                .map(Parameters::parameter)
                .toList();
        List<ParameterDefinition> after =
                Stream.concat(ours.stream(), manual.stream()).toList();
        List<String> names = ours.stream().map(ParameterDefinition::getName).toList();
        if (isSame(before, after) && names.equals(delivery.getManagedParameters())) {
            return;
        }
        try (BulkChange change = new BulkChange(job)) {
            job.removeProperty(ParametersDefinitionProperty.class);
            if (!after.isEmpty()) {
                job.addProperty(new ParametersDefinitionProperty(new ArrayList<>(after)));
            }
            delivery.setManagedParameters(names);
            change.commit();
        }
    }

    /** By what is stored: not every kind of parameter knows what it is equal to. */
    private static boolean isSame(List<ParameterDefinition> before, List<ParameterDefinition> after) {
        return Items.XSTREAM2.toXML(new ArrayList<>(before)).equals(Items.XSTREAM2.toXML(new ArrayList<>(after)));
    }

    private static ParameterDefinition parameter(ParameterConfig config) {
        String name = config.name();
        List<String> choices = config.choices();
        // Jenkins' form keeps choices as lines.
        if (!choices.isEmpty() && choices.stream().noneMatch(Parameters::hasLines)) {
            return new ChoiceParameterDefinition(name, choices.toArray(String[]::new), description(config));
        }
        return hasLines(config.defaultText())
                ? new TextParameterDefinition(name, config.defaultText(), description(config))
                : new StringParameterDefinition(name, config.defaultText(), description(config));
    }

    private static boolean hasLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private static String description(ParameterConfig config) {
        String label = config.label().equals(config.name()) ? "" : config.label();
        String separator = label.isEmpty() || config.description().isEmpty() ? "" : ": ";
        return label + separator + config.description();
    }

    private static void sync(Item item) {
        if (item instanceof WorkflowJob job) {
            DeliveryDefinition.of(job)
                    .flatMap(definition -> definition.lastKnown(job))
                    .ifPresent(known -> {
                        try {
                            sync(job, known);
                        } catch (IOException e) {
                            LOGGER.log(Level.WARNING, e, () -> "Cannot save the parameters of " + job.getFullName());
                        }
                    });
        }
    }

    /** Follows the jobs' configurations. */
    @Extension
    public static final class Listener extends ItemListener {
        @Override
        public void onCreated(Item item) {
            sync(item);
        }

        @Override
        public void onUpdated(Item item) {
            sync(item);
        }

        /** Configurations may have been written while Jenkins was stopped. */
        @Override
        public void onLoaded() {
            Jenkins.get().allItems(WorkflowJob.class).forEach(Parameters::sync);
        }
    }
}
