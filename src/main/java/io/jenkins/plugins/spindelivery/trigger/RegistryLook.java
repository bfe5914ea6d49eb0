package io.jenkins.plugins.spindelivery.trigger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.ProxyConfiguration;
import hudson.model.Job;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.account.AllowedHosts;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.GuardedHttp;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.ImagePush;
import io.jenkins.plugins.spindelivery.engine.trigger.RegistryClient;
import io.jenkins.plugins.spindelivery.engine.trigger.RegistryTags;
import io.jenkins.plugins.spindelivery.engine.trigger.TagRule;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One look at a repository's tags. */
final class RegistryLook {
    private final RegistryPollTrigger trigger;
    private final Job<?, ?> job;

    RegistryLook(RegistryPollTrigger trigger) {
        this.trigger = trigger;
        this.job = trigger.job();
    }

    /**
     * Looks, starts the job for new tags, and remembers them when their starts are on disk.
     *
     * @return the tags that started the job
     * @throws IOException when the memory can't be read or written
     * @throws ProblemException when the registry does not answer as it should
     */
    List<String> look(Dispatcher dispatcher) throws IOException {
        RegistryClient client = client();
        SeenTags memory = new SeenTags(job, trigger.getRegistry(), trigger.getRepository());
        List<String> listed = client.tags();
        TagRule byVersion = trigger.getVersions().isEmpty()
                ? TagRule.any(List.of())
                : TagRule.versions(List.of(), trigger.getVersions());
        TagRule byTag =
                trigger.getTag().isEmpty() ? TagRule.any(List.of()) : TagRule.matching(List.of(), trigger.getTag());
        RegistryTags.Look look = RegistryTags.look(memory.read(), listed, byVersion);
        Set<String> remember = new TreeSet<>(look.remember());
        List<String> wanted = look.start().stream().filter(byTag::admits).toList();
        for (String tag : wanted) {
            if (!dispatcher.take(trigger, event(tag, client.digest(tag)), Dispatcher.DAY_MILLIS)) {
                remember.remove(tag);
            }
        }
        memory.write(remember);
        return wanted;
    }

    private Event event(String tag, String digest) {
        String host = URI.create(address(trigger.getRegistry())).getRawAuthority();
        ImagePush push = new ImagePush(host, trigger.getRepository(), tag, digest, "");
        // Without a digest the tag itself has to do: it is new only once.
        DeliveryId id = new DeliveryId("look", true);
        return Event.image(
                Event.Source.REGISTRY_POLL,
                push,
                id,
                System.currentTimeMillis(),
                JsonNodeFactory.instance.objectNode());
    }

    private RegistryClient client() {
        FetchPolicy policy = AllowedHosts.policy();
        GuardedHttp http = new GuardedHttp(
                HttpSource.client(ProxyConfiguration.newHttpClientBuilder(), policy), policy, HostResolver.SYSTEM);
        String address = address(trigger.getRegistry());
        String id = trigger.getRegistryCredentialsId();
        if (id.isEmpty()) {
            return new RegistryClient(http, URI.create(address), trigger.getRepository(), "", "");
        }
        StandardUsernamePasswordCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItem(
                        StandardUsernamePasswordCredentials.class,
                        job,
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(address).build()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new ProblemException(Category.INPUT, Problem.of("trigger.registry-credential", "", id, address));
        }
        return new RegistryClient(
                http,
                URI.create(address),
                trigger.getRepository(),
                found.getUsername(),
                found.getPassword().getPlainText());
    }

    /** The registry's address; a host alone is asked with TLS. */
    static String address(String registry) {
        String address = registry.contains("://") ? registry : "https://" + registry;
        if (!address.matches("https?://[A-Za-z0-9.-]+(:\\d{1,5})?")) {
            throw new ProblemException(Category.INPUT, Problem.of("trigger.registry-malformed", "registry", registry));
        }
        return address;
    }
}
