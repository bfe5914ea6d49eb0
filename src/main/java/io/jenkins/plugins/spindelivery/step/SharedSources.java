package io.jenkins.plugins.spindelivery.step;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.artifact.S3Source;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/**
 * Sources that keep what they fetched, shared by all stages that read with the same credential: an unchanged content costs
 * no transfer, and at GitHub nothing of the allowance.
 */
@Extension
public final class SharedSources {
    private final Map<String, Repositories> repositories = new ConcurrentHashMap<>();
    private final Map<String, Buckets> buckets = new ConcurrentHashMap<>();

    /** What a source depends on; the token's text shows nothing. */
    private record Settings(Kind kind, String url, AccessToken token, FetchPolicy policy, ProxyConfiguration proxy) {}

    private record Repositories(Settings settings, RepositorySource source) {}

    private record Buckets(AwsAccount account, S3Source source) {}

    /**
     * The sources of this Jenkins.
     *
     * @return the only ones
     */
    static SharedSources get() {
        return ExtensionList.lookupSingleton(SharedSources.class);
    }

    /** The files of a server; the same source while nothing changed. */
    RepositorySource repositories(String name, Kind kind, String url, AccessToken token, Clock clock) {
        Settings settings = new Settings(
                kind, url, token, UrlFetcher.policy(), Jenkins.get().getProxy());
        return repositories
                .compute(
                        kind + " " + name,
                        (key, known) -> known != null && known.settings().equals(settings)
                                ? known
                                : new Repositories(
                                        settings,
                                        RepositorySource.of(
                                                kind, url, token, UrlFetcher.source(settings.policy(), clock))))
                .source();
    }

    /** The objects that an account may read; the same source while its connection is the same. */
    S3Source buckets(AwsAccount account, Clock clock) {
        return buckets.compute(
                        account.name(),
                        (key, known) -> known != null && known.account() == account
                                ? known
                                : new Buckets(account, new S3Source(account, "", FetchPolicy.DEFAULT, clock)))
                .source();
    }
}
