package io.jenkins.plugins.spindelivery.account;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The person behind a build. */
final class Causer {
    private Causer() {}

    /**
     * Who started a build, or the build that started it, and so on.
     *
     * @return the user's id; of several people the one who started this very build, and of these the last
     */
    static Optional<String> of(Run<?, ?> run) {
        return among(run.getCauses());
    }

    /**
     * The rights of a user as the security realm knows them now.
     *
     * @return empty when there is no such user any more, or the realm does not say
     */
    static Optional<Authentication> impersonate(String id) {
        try {
            return Optional.ofNullable(User.getById(id, false)).map(User::impersonate2);
        } catch (UsernameNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> among(List<Cause> causes) {
        return last(causes, Causer::directly).or(() -> last(causes, Causer::upstream));
    }

    private static Optional<String> last(List<Cause> causes, Function<Cause, Optional<String>> question) {
        for (int i = causes.size() - 1; i >= 0; i--) {
            Optional<String> user = question.apply(causes.get(i));
            if (user.isPresent()) {
                return user;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> directly(Cause cause) {
        return cause instanceof Cause.UserIdCause click ? Optional.ofNullable(click.getUserId()) : Optional.empty();
    }

    private static Optional<String> upstream(Cause cause) {
        return cause instanceof Cause.UpstreamCause chain ? among(chain.getUpstreamCauses()) : Optional.empty();
    }
}
