package io.jenkins.plugins.spindelivery.engine.aws.life;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts whose clients send every call through a {@link Life}. What describes, gets or lists is no write. */
public final class MortalAws {
    private static final Set<String> READS = Set.of("describe", "get", "list", "head");

    private MortalAws() {}

    /**
     * Accounts that die with a process.
     *
     * @param accounts the real ones
     * @param life of the process
     * @return the same accounts
     */
    public static AwsAccounts of(AwsAccounts accounts, Life life) {
        Map<Object, Object> made = new ConcurrentHashMap<>();
        return name -> account(accounts.account(name), life, made);
    }

    private static AwsAccount account(AwsAccount account, Life life, Map<Object, Object> made) {
        return proxy(AwsAccount.class, account, made, (method, arguments) -> {
            Object answer = method.invoke(account, arguments);
            return answer instanceof AwsRegion region ? region(region, life, made) : answer;
        });
    }

    private static AwsRegion region(AwsRegion region, Life life, Map<Object, Object> made) {
        return proxy(AwsRegion.class, region, made, (method, arguments) -> {
            Object answer = method.invoke(region, arguments);
            return method.getReturnType().isInterface() ? client(method.getReturnType(), answer, life, made) : answer;
        });
    }

    private static <C> C client(Class<C> type, Object client, Life life, Map<Object, Object> made) {
        return proxy(type, client, made, (method, arguments) -> {
            if (method.getDeclaringClass() == Object.class || method.getName().equals("close")) {
                return method.invoke(client, arguments);
            }
            boolean write = READS.stream().noneMatch(method.getName()::startsWith);
            return life.call(write, () -> {
                try {
                    return method.invoke(client, arguments);
                } catch (InvocationTargetException e) {
                    throw unwrapped(e);
                }
            });
        });
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws Exception;
    }

    /** Always the same for the same thing, for whoever compares them. */
    private static <T> T proxy(Class<T> type, Object original, Map<Object, Object> made, Call call) {
        return type.cast(made.computeIfAbsent(
                original,
                any -> Proxy.newProxyInstance(
                        MortalAws.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                            try {
                                return call.on(method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        })));
    }

    private static Exception unwrapped(InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return (Exception) e.getCause();
    }
}
