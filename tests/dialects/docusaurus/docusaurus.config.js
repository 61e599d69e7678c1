export default {title: 'Anvil'};
