package io.jenkins.plugins.spindelivery.engine.aws;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;

/** Sends every call of an account's clients through a {@link Life}, so that a process may die in the middle of a move. */
public final class MortalAws {
    private MortalAws() {}

    /**
     * Accounts of a mortal process.
     *
     * @param accounts the accounts themselves
     * @param life of the process
     * @return accounts whose calls end with it
     */
    public static AwsAccounts of(AwsAccounts accounts, Life life) {
        return name -> {
            AwsAccount account = accounts.account(name);
            return proxy(
                    AwsAccount.class,
                    account,
                    result -> result instanceof AwsRegion region ? of(region, life) : result);
        };
    }

    private static AwsRegion of(AwsRegion region, Life life) {
        return proxy(AwsRegion.class, region, result -> result instanceof SdkClient client ? of(client, life) : result);
    }

    private static Object of(SdkClient client, Life life) {
        Class<?> type = client.getClass().getInterfaces()[0];
        return make(
                type,
                (proxy, method, arguments) -> life.call(isWrite(method), () -> invoke(client, method, arguments)));
    }

    /** By the name, as IAM's access levels go. */
    private static boolean isWrite(Method method) {
        String name = method.getName().toLowerCase(Locale.ROOT);
        return !name.startsWith("describe") && !name.startsWith("get") && !name.startsWith("list");
    }

    private static <T> T proxy(Class<T> type, T target, Function<Object, Object> wrap) {
        return type.cast(make(type, (proxy, method, arguments) -> wrap.apply(invoke(target, method, arguments))));
    }

    private static Object make(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Exception {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
